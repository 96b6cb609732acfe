-- One row per rule item and fact that it holds for: the amount it gives or takes, before the same matter, caps and floors.
-- Inputs: facts (or related_facts, for matter_amounts), units, variant_rules (or short_rules). Amounts are points (10^-9), never negative;
-- side says where they go.
-- Items that compare units or look at places are in index_amounts and place_amounts. Without the target it needs an item has no effect.
-- A percentage of the target is a step of so many millionths of it; without a target above 0 there is none.
-- Numerators are not negative here, so halves are rounded up without looking at the sign.
WITH applied AS (
  SELECT
    f.unit_id, f.fact_id, f.matter_id, f.value, f.share_numerator, f.share_denominator,
    r.rule_id, r.node_id, r.side, r.scope_id, r.kind, r.step, r.points, r.constant, r.factor, r.is_whole, r.bound,
    f.share_numerator = f.share_denominator AS is_undivided,
    GREATEST(COALESCE(r.threshold, f.target), 0) AS target,
    GREATEST(0, CASE r.towards
      WHEN 0 THEN f.value
      WHEN 1 THEN f.value - COALESCE(r.threshold, f.target)
      WHEN -1 THEN COALESCE(r.threshold, f.target) - f.value
      ELSE COALESCE(r.threshold, f.target)
    END) AS reach
  FROM {facts} AS f
  INNER JOIN units AS u ON u.unit_id = f.unit_id
  INNER JOIN {rules} AS r
    ON r.variant_id = u.variant_id AND r.slot_id = f.slot_id AND r.level_id = f.level_id AND r.low <= f.value AND r.high > f.value
  WHERE f.counts AND (NOT r.needs_target OR f.target IS NOT NULL)
),
undivided AS (
  SELECT
    *,
    CASE
      WHEN is_whole THEN constant + factor * (reach // step)
      WHEN kind = 'target' THEN SHARE_OF(points, GREATEST(LEAST(value, reach), 0), GREATEST(reach, 1))
      WHEN kind = 'per_share' THEN SHARE_OF(points, reach, step)
      WHEN target = 0 THEN 0
      WHEN kind = 'per_target_share' THEN
        CAST(HALF_UP_OF(CAST(points AS HUGEINT) * reach * 1000000, CAST(step AS HUGEINT) * target) AS BIGINT)
      ELSE CAST(factor * (CAST(reach AS HUGEINT) * 1000000 // (CAST(step AS HUGEINT) * target)) AS BIGINT)
    END AS amount
  FROM applied
)
SELECT
  unit_id, rule_id, node_id, fact_id, side, matter_id, scope_id,
  LEAST(bound, CASE
    WHEN is_undivided OR kind IN ('per_target', 'per_target_share') THEN amount
    -- Rounded once: what is in proportion is shared before it is.
    WHEN kind = 'per_share' THEN
      CAST(HALF_UP_OF(CAST(points AS HUGEINT) * reach * share_numerator, CAST(step AS HUGEINT) * share_denominator) AS BIGINT)
    ELSE SHARE_OF(amount, share_numerator, share_denominator)
  END) AS amount
FROM undivided
