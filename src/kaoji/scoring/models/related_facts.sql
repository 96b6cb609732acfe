-- One row per fact that does not stand alone: compared between units, on a place given from outside, or of a matter that counts once.
-- Inputs: facts, slots, rules. Quantities (10^-6). They are few, and the models that ask for them need not look through all.
WITH related_slots AS (
  SELECT slot_id, BOOL_AND(is_by_matter) AS is_by_matter
  FROM (
    SELECT slot_id, FALSE AS is_by_matter FROM slots WHERE is_compared
    UNION ALL
    SELECT slot_id, NOT is_given_place AS is_by_matter FROM rules WHERE is_given_place OR scope_id IS NOT NULL
  ) AS reasons
  GROUP BY slot_id
)
SELECT
  f.fact_id, f.unit_id, f.slot_id, f.value, f.target, f.previous, f.level_id, f.matter_id,
  f.share_numerator, f.share_denominator, f.tied, f.counts
FROM facts AS f
INNER JOIN related_slots AS s ON s.slot_id = f.slot_id
WHERE f.matter_id IS NOT NULL OR NOT s.is_by_matter
