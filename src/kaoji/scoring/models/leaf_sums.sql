-- One row per unit and node that effects or a panel score fall on: what fills, what goes beyond, what is taken.
-- Inputs: effects, panel_scores, panel_nodes. Points (10^-9). A panel's score fills, a negative one takes.
SELECT
  unit_id, node_id,
  CAST(SUM(CASE WHEN side = 0 THEN amount ELSE 0 END) AS BIGINT) AS fill,
  CAST(SUM(CASE WHEN side = 1 THEN amount ELSE 0 END) AS BIGINT) AS extra,
  CAST(SUM(CASE WHEN side = 2 THEN amount ELSE 0 END) AS BIGINT) AS minus
FROM (
  SELECT unit_id, node_id, side, amount FROM effects WHERE is_kept
  UNION ALL
  SELECT s.unit_id, n.node_id, CASE WHEN s.score < 0 THEN 2 ELSE 0 END AS side, ABS(s.score) AS amount
  FROM panel_scores AS s
  INNER JOIN panel_nodes AS n ON n.panel_id = s.panel_id
) AS parts
GROUP BY unit_id, node_id
