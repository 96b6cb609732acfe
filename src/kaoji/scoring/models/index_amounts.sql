-- One row per compared fact and rule item that makes an index of it: the amount it gives.
-- Inputs: comparisons, rules. Amounts are points (10^-9), never negative. An index is one division, the growth index two: on
-- oneself and against the mean. Its shares and the constants of the efficacy method are percentages times 10^4.
WITH compared AS (
  SELECT
    c.unit_id, c.fact_id, c.value, c.summed, c.compared, c.highest - c.lowest AS distance,
    COALESCE(c.points, 0) AS points,
    COALESCE(c.previous, 0) AS previous,
    r.rule_id, r.node_id, r.side, r.kind, r.is_lower_better, r.first_share, r.second_share,
    CASE WHEN r.is_lower_better THEN c.lowest ELSE c.highest END AS best,
    CASE WHEN r.is_lower_better THEN c.highest - c.value ELSE c.value - c.lowest END AS above_worst
  FROM comparisons AS c
  INNER JOIN rules AS r ON r.slot_id = c.slot_id
  WHERE r.is_compared AND r.kind <> 'place'
),
divisions AS (
  SELECT
    unit_id, rule_id, node_id, fact_id, side, kind,
    CAST(points AS HUGEINT) * CASE kind
      WHEN 'best' THEN CASE
        WHEN is_lower_better THEN CASE WHEN value > 0 THEN best ELSE 1 END
        ELSE CASE WHEN best > 0 THEN GREATEST(value, 0) ELSE 0 END
      END
      WHEN 'min_max' THEN CASE WHEN distance = 0 THEN 1 ELSE above_worst END
      WHEN 'efficacy' THEN
        CAST(first_share AS HUGEINT) * GREATEST(distance, 1)
        + CAST(second_share AS HUGEINT) * CASE WHEN distance = 0 THEN 1 ELSE above_worst END
      ELSE CAST(first_share AS HUGEINT) * CASE
        WHEN is_lower_better THEN CASE WHEN value > 0 THEN previous ELSE 0 END
        ELSE CASE WHEN previous > 0 THEN value ELSE 0 END
      END
    END AS numerator,
    CAST(CASE WHEN kind IN ('efficacy', 'growth') THEN 1000000 ELSE 1 END AS HUGEINT) * GREATEST(1, CASE kind
      WHEN 'best' THEN CASE WHEN is_lower_better THEN value ELSE best END
      WHEN 'growth' THEN CASE WHEN is_lower_better THEN value ELSE previous END
      ELSE distance
    END) AS denominator,
    CAST(points AS HUGEINT) * second_share * CASE
      WHEN is_lower_better THEN CASE WHEN value > 0 THEN summed ELSE 0 END
      ELSE CASE WHEN summed > 0 THEN CAST(value AS HUGEINT) * compared ELSE 0 END
    END AS mean_numerator,
    CAST(1000000 AS HUGEINT)
    * GREATEST(1, CASE WHEN is_lower_better THEN CAST(value AS HUGEINT) * compared ELSE summed END) AS mean_denominator
  FROM compared
)
SELECT
  unit_id, rule_id, node_id, fact_id, side,
  CAST(GREATEST(
    0,
    HALF_UP(CAST(numerator AS HUGEINT), denominator)
    + CASE WHEN kind = 'growth' THEN HALF_UP(CAST(mean_numerator AS HUGEINT), mean_denominator) ELSE 0 END
  ) AS BIGINT) AS amount
FROM divisions
