-- One row per rule item and fact that it holds for: the amount it gives or takes, before the same matter, caps and floors.
-- Inputs: facts, rules, units, variant_nodes. Amounts are points (10^-9), never negative; side says where they go.
-- Rules that compare units or look at places are in compared_amounts.
WITH applied AS (
  SELECT
    f.unit_id, f.fact_id, f.matter_id, f.value, f.share_numerator, f.share_denominator,
    r.rule_id, r.node_id, r.side, r.scope_id, r.kind, r.step,
    v.points AS own_points,
    COALESCE(r.points, v.points) AS points,
    COALESCE(r.threshold, f.target) AS bound,
    CASE r.towards
      WHEN 1 THEN f.value - COALESCE(r.threshold, f.target)
      WHEN -1 THEN COALESCE(r.threshold, f.target) - f.value
      ELSE f.value
    END AS reach
  FROM facts AS f
  INNER JOIN rules AS r ON r.slot_id = f.slot_id
  INNER JOIN units AS u ON u.unit_id = f.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = r.indicator_id AND NOT v.is_absent
  WHERE
    NOT r.is_compared
    AND f.counts
    AND (r.level_id IS NULL OR r.level_id = f.level_id)
    AND (r.low IS NULL OR f.value >= r.low)
    AND (r.high IS NULL OR f.value < r.high)
),
measured AS (
  SELECT
    *,
    CASE kind
      WHEN 'once' THEN points
      WHEN 'entered' THEN value
      WHEN 'range' THEN value * 1000
      WHEN 'per' THEN CASE WHEN reach <= 0 THEN 0 ELSE points * (reach // step) END
      WHEN 'per_share' THEN CASE WHEN reach <= 0 THEN 0 ELSE CAST(HALF_UP(CAST(points AS HUGEINT) * reach * share_numerator, CAST(step AS HUGEINT) * share_denominator) AS BIGINT) END
      WHEN 'target' THEN CASE
        WHEN value <= 0 OR bound <= 0 THEN 0
        WHEN value >= bound THEN own_points
        ELSE CAST(HALF_UP(CAST(own_points AS HUGEINT) * value, bound) AS BIGINT)
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
WHERE full_amount IS NOT NULL
