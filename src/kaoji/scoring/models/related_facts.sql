-- One row per fact that does not stand alone: compared between units, on a place given from outside, or of a named matter.
-- Inputs: facts, slots, rules. Quantities (10^-6). They are few, and the models that ask for them need not look through all.
SELECT
  fact_id, unit_id, slot_id, value, target, previous, level_id, matter_id, share_numerator, share_denominator, tied, counts
FROM facts
WHERE
  matter_id IS NOT NULL
  OR slot_id IN (
    SELECT slot_id FROM slots WHERE is_compared
    UNION ALL
    SELECT slot_id FROM rules WHERE is_given_place
  )
