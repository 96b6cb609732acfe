-- One row per rule item and fact on places that have points: the amount given or taken, shared among those on the place.
-- Inputs: comparisons, rules, place_points; related_facts, units, variant_nodes for places given from outside. Amounts are points
-- (10^-9), never negative. A place from the bottom is counted from the number of units compared.
WITH placed AS (
  SELECT
    c.unit_id, c.fact_id, r.rule_id, r.node_id, r.side, r.tie_policy, r.tie_step,
    c.tied AS sharing,
    CASE
      WHEN (r.towards = -1) <> r.is_lower_better THEN c.compared - c.place_from_top - c.tied + 2
      ELSE c.place_from_top
    END AS place
  FROM comparisons AS c
  INNER JOIN rules AS r ON r.slot_id = c.slot_id
  WHERE r.kind = 'place'
  UNION ALL
  SELECT
    f.unit_id, f.fact_id, r.rule_id, r.node_id, r.side, r.tie_policy, r.tie_step,
    f.tied AS sharing,
    f.value // 1000000 AS place
  FROM related_facts AS f
  INNER JOIN rules AS r ON r.slot_id = f.slot_id
  INNER JOIN units AS u ON u.unit_id = f.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = r.indicator_id
  WHERE r.is_given_place AND NOT v.is_absent AND f.counts
),
place_sums AS (
  SELECT
    p.unit_id, p.rule_id, p.node_id, p.fact_id, p.side, p.tie_policy, p.tie_step, p.sharing,
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
  GROUP BY p.unit_id, p.rule_id, p.node_id, p.fact_id, p.side, p.tie_policy, p.tie_step, p.sharing
)
SELECT
  unit_id, rule_id, node_id, fact_id, side,
  CASE
    WHEN tie_policy = 'higher' OR sharing = 1 THEN points
    WHEN tie_step IS NULL THEN HALF_UP(points, sharing)
    ELSE ROUND_AT(HALF_UP(points, sharing), tie_step)
  END AS amount
FROM place_sums
