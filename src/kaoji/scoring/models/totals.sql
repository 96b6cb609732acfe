-- One row per unit that takes part: its total and its rank in its group.
-- Inputs: units, variants, variant_nodes, total_scores (node_scores of the totals). Points (10^-9); ties share the best place.
WITH totals AS (
  SELECT u.unit_id, u.group_id, COALESCE(s.value, v.value) AS total
  FROM units AS u
  INNER JOIN variants AS w ON w.variant_id = u.variant_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = w.total_id
  LEFT JOIN total_scores AS s ON s.unit_id = u.unit_id AND s.node_id = w.total_id
  WHERE u.is_ranked
)
SELECT
  unit_id, group_id, total,
  CAST(RANK() OVER (PARTITION BY group_id ORDER BY total DESC) AS BIGINT) AS place
FROM totals
