-- One row per rule item and fact where units are compared or places are scored: the amount given or taken.
-- Inputs: facts, rules, units, variant_nodes, comparisons, place_points. Amounts are points (10^-9), never negative.
-- Shares of a growth index and the constants of the efficacy method are percentages times 10^4.
WITH compared AS (
  SELECT
    f.unit_id, f.fact_id, f.slot_id, f.value, f.previous, f.tied AS given_tied,
    r.rule_id, r.node_id, r.side, r.scope_id, r.kind, r.towards, r.tie_policy, r.tie_step, r.is_given_place,
    r.is_lower_better, r.first_share, r.second_share,
    v.points,
    c.place_from_top, c.place_from_bottom, c.tied, c.summed, c.compared,
    CASE WHEN r.is_lower_better THEN c.lowest ELSE c.highest END AS best,
    CASE WHEN r.is_lower_better THEN c.highest ELSE c.lowest END AS worst
  FROM facts AS f
  INNER JOIN rules AS r ON r.slot_id = f.slot_id
  INNER JOIN units AS u ON u.unit_id = f.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = r.indicator_id AND NOT v.is_absent
  LEFT JOIN comparisons AS c ON c.unit_id = f.unit_id AND c.slot_id = f.slot_id
  WHERE r.is_compared AND f.counts
),
placed AS (
  SELECT
    unit_id, rule_id, fact_id, tie_policy, tie_step,
    CASE
      WHEN is_given_place THEN value // 1000000
      WHEN (towards = -1) <> is_lower_better THEN place_from_bottom
      ELSE place_from_top
    END AS place,
    CASE WHEN is_given_place THEN given_tied ELSE tied END AS sharing
  FROM compared
  WHERE kind = 'place'
),
place_sums AS (
  SELECT
    p.unit_id, p.rule_id, p.fact_id, p.tie_policy, p.tie_step, p.sharing,
    CAST(SUM(
      q.points * (
        LEAST(q.last_place, p.place + CASE WHEN p.tie_policy = 'share' THEN p.sharing - 1 ELSE 0 END)
        - GREATEST(q.first_place, p.place) + 1
      )
    ) AS BIGINT) AS points
  FROM placed AS p
  INNER JOIN place_points AS q
    ON q.rule_id = p.rule_id
    AND q.first_place <= p.place + CASE WHEN p.tie_policy = 'share' THEN p.sharing - 1 ELSE 0 END
    AND q.last_place >= p.place
  GROUP BY p.unit_id, p.rule_id, p.fact_id, p.tie_policy, p.tie_step, p.sharing
),
place_amounts AS (
  SELECT
    unit_id, rule_id, fact_id,
    CASE
      WHEN tie_policy = 'higher' OR sharing = 1 THEN points
      WHEN tie_step = 1 THEN HALF_UP(points, sharing)
      ELSE HALF_UP(points, sharing * tie_step) * tie_step
    END AS amount
  FROM place_sums
),
indexed AS (
  SELECT
    unit_id, rule_id, fact_id,
    CASE kind
      WHEN 'best' THEN CASE
        WHEN is_lower_better AND value <= 0 THEN points
        WHEN value <= 0 OR best <= 0 THEN 0
        WHEN is_lower_better THEN HALF_UP(CAST(points AS HUGEINT) * best, value)
        ELSE HALF_UP(CAST(points AS HUGEINT) * value, best)
      END
      WHEN 'min_max' THEN CASE
        WHEN best = worst THEN points
        ELSE HALF_UP(CAST(points AS HUGEINT) * (value - worst), best - worst)
      END
      WHEN 'efficacy' THEN CASE
        WHEN best = worst THEN HALF_UP(CAST(points AS HUGEINT) * (first_share + second_share), 1000000)
        ELSE HALF_UP(
          CAST(points AS HUGEINT) * (CAST(first_share AS HUGEINT) * (best - worst) + CAST(second_share AS HUGEINT) * (value - worst)),
          CAST(1000000 AS HUGEINT) * (best - worst)
        )
      END
      WHEN 'growth' THEN CASE
        WHEN is_lower_better AND value <= 0 THEN 0
        WHEN is_lower_better THEN
          HALF_UP(CAST(points AS HUGEINT) * first_share * COALESCE(previous, 0), CAST(1000000 AS HUGEINT) * value)
          + HALF_UP(CAST(points AS HUGEINT) * second_share * summed, CAST(1000000 AS HUGEINT) * value * compared)
        ELSE
          CASE WHEN COALESCE(previous, 0) <= 0 THEN 0 ELSE HALF_UP(CAST(points AS HUGEINT) * first_share * value, CAST(1000000 AS HUGEINT) * previous) END
          + CASE WHEN summed <= 0 THEN 0 ELSE HALF_UP(CAST(points AS HUGEINT) * second_share * value * compared, CAST(1000000 AS HUGEINT) * summed) END
      END
    END AS amount
  FROM compared
  WHERE kind <> 'place'
)
SELECT
  c.unit_id, c.rule_id, c.node_id, c.fact_id, c.side, CAST(NULL AS BIGINT) AS matter_id, c.scope_id,
  CAST(GREATEST(0, a.amount) AS BIGINT) AS amount
FROM compared AS c
INNER JOIN (
  SELECT unit_id, rule_id, fact_id, amount FROM indexed
  UNION ALL
  SELECT unit_id, rule_id, fact_id, amount FROM place_amounts
) AS a ON a.unit_id = c.unit_id AND a.rule_id = c.rule_id AND a.fact_id = c.fact_id
WHERE a.amount IS NOT NULL
