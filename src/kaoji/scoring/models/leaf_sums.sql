-- One row per unit and node that effects or a panel score fall on: what fills, what goes beyond, what is taken.
-- Inputs: effects, panel_scores, panel_nodes. Points (10^-9).
SELECT
  unit_id, node_id,
  CAST(SUM(CASE WHEN side = 0 THEN amount ELSE 0 END) AS BIGINT) AS fill,
  CAST(SUM(CASE WHEN side = 1 THEN amount ELSE 0 END) AS BIGINT) AS extra,
  CAST(SUM(CASE WHEN side = 2 THEN amount ELSE 0 END) AS BIGINT) AS minus
FROM effects
WHERE is_kept
GROUP BY unit_id, node_id
UNION ALL
SELECT s.unit_id, n.node_id, GREATEST(s.score, 0) AS fill, CAST(0 AS BIGINT) AS extra, GREATEST(-s.score, 0) AS minus
FROM panel_scores AS s
INNER JOIN units AS u ON u.unit_id = s.unit_id
INNER JOIN panel_nodes AS n ON n.panel_id = s.panel_id
INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = n.node_id AND NOT v.is_absent
