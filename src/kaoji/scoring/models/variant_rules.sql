-- One row per variant and rule item and level of its slot, where units of the variant have the indicator: what it gives for a value.
-- Inputs: rules, variant_nodes. Points (10^-9); comparisons between units are left out. A whole item gives constant plus factor for
-- each whole step within reach; the others divide. No amount is bounded here (2^61 is never reached). So the models that follow
-- look each fact up once and ask little about kinds.
WITH valid AS (
  SELECT r.*, v.variant_id, COALESCE(r.points, v.points, 0) AS own_points
  FROM rules AS r
  INNER JOIN variant_nodes AS v ON v.node_id = r.indicator_id
  WHERE NOT r.is_compared AND NOT v.is_absent
)
SELECT
  variant_id, slot_id, level_id, low, high, rule_id, node_id, side, scope_id, kind, towards, threshold, needs_target,
  own_points AS points,
  CASE WHEN kind IN ('per', 'per_share', 'per_target', 'per_target_share') THEN step ELSE 1 END AS step,
  CASE WHEN kind = 'once' THEN own_points ELSE 0 END AS constant,
  CASE kind WHEN 'per' THEN own_points WHEN 'per_target' THEN own_points WHEN 'entered' THEN 1 WHEN 'range' THEN 1000 ELSE 0 END AS factor,
  kind NOT IN ('per_share', 'per_target', 'per_target_share', 'target') AS is_whole,
  2305843009213693952 AS bound
FROM valid
