-- One row per unit and node above the lowest height: what its own effects and the nodes of the lowest height hand to it.
-- Inputs: leaf_sums, nodes, and node_scores of the lowest height. Points (10^-9).
SELECT
  unit_id, node_id,
  CAST(SUM(fill) AS BIGINT) AS fill,
  CAST(SUM(extra) AS BIGINT) AS extra,
  CAST(SUM(minus) AS BIGINT) AS minus
FROM (
  SELECT unit_id, parent_id AS node_id, up_fill AS fill, up_extra AS extra, up_minus AS minus FROM node_scores_1
  WHERE parent_id IS NOT NULL
  UNION ALL
  SELECT unit_id, node_id, fill, extra, minus FROM leaf_sums
  WHERE node_id IN (SELECT node_id FROM nodes WHERE height > 1)
) AS parts
GROUP BY unit_id, node_id
