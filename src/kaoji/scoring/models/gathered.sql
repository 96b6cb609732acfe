-- One row per unit and node of one height above the lowest: what its own effects and the nodes below hand to it.
-- Inputs: lowest_sums, nodes, the scores of the heights between. Points (10^-9). The placeholders are filled in by the steps.
SELECT
  unit_id, node_id,
  CAST(SUM(fill) AS BIGINT) AS fill,
  CAST(SUM(extra) AS BIGINT) AS extra,
  CAST(SUM(minus) AS BIGINT) AS minus
FROM (
  SELECT unit_id, node_id, fill, extra, minus FROM lowest_sums
  UNION ALL
  SELECT unit_id, parent_id AS node_id, up_fill AS fill, up_extra AS extra, up_minus AS minus FROM ({between}) AS lower_scores
) AS parts
WHERE node_id IN (SELECT node_id FROM nodes WHERE height = {height})
GROUP BY unit_id, node_id
