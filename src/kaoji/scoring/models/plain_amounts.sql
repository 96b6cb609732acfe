-- One row per rule item and fact that it holds for: the amount it gives or takes, before the same matter, caps and floors.
-- Inputs: facts, rules, units, variant_nodes. Amounts are points (10^-9), never negative; side says where they go.
-- Items that compare units or look at places are in index_amounts and place_amounts. Without the target it needs an item has no effect.
WITH applied AS (
  SELECT
    f.unit_id, f.fact_id, f.matter_id, f.value, f.share_numerator, f.share_denominator,
    r.rule_id, r.node_id, r.side, r.scope_id, r.kind, r.step,
    COALESCE(r.points, v.points, 0) AS points,
    CASE r.towards
      WHEN 0 THEN f.value
      WHEN 1 THEN f.value - COALESCE(r.threshold, f.target)
      WHEN -1 THEN COALESCE(r.threshold, f.target) - f.value
      ELSE COALESCE(r.threshold, f.target)
    END AS reach
  FROM facts AS f
  INNER JOIN rules AS r ON r.slot_id = f.slot_id AND r.level_id = f.level_id AND r.low <= f.value AND r.high > f.value
  INNER JOIN units AS u ON u.unit_id = f.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = r.indicator_id
  WHERE NOT r.is_compared AND NOT v.is_absent AND f.counts AND (NOT r.needs_target OR f.target IS NOT NULL)
),
measured AS (
  SELECT
    *,
    CASE kind
      WHEN 'entered' THEN value
      WHEN 'per' THEN points * (GREATEST(reach, 0) // step)
      WHEN 'once' THEN points
      WHEN 'range' THEN value * 1000
      WHEN 'per_share' THEN CASE
        WHEN reach <= 0 THEN 0
        ELSE CAST(HALF_UP(CAST(points AS HUGEINT) * reach * share_numerator, CAST(step AS HUGEINT) * share_denominator) AS BIGINT)
      END
      ELSE CASE
        WHEN value <= 0 OR reach <= 0 THEN 0
        WHEN value >= reach THEN points
        ELSE CAST(HALF_UP(CAST(points AS HUGEINT) * value, reach) AS BIGINT)
      END
    END AS full_amount
  FROM applied
)
SELECT
  unit_id, rule_id, node_id, fact_id, side, matter_id, scope_id,
  CASE
    WHEN share_numerator = share_denominator OR kind = 'per_share' THEN full_amount
    ELSE CAST(HALF_UP(CAST(full_amount AS HUGEINT) * share_numerator, share_denominator) AS BIGINT)
  END AS amount
FROM measured
