-- One row per unit and touched node of one height: its value, and what it hands up to the node above.
-- Inputs: leaf_sums, lower_scores (the nodes below, all heights), nodes, units, variant_nodes. Points (10^-9).
-- What a unit has without any fact stands in variant_nodes (start, handed_up); only what facts change is a row here.
-- A cap that does not hold is a number too large to be reached, a floor that does not hold one too small.
WITH gathered AS (
  SELECT unit_id, node_id, CAST(SUM(fill) AS BIGINT) AS fill, CAST(SUM(extra) AS BIGINT) AS extra, CAST(SUM(minus) AS BIGINT) AS minus
  FROM (
    SELECT unit_id, node_id, fill, extra, minus FROM leaf_sums
    UNION ALL
    SELECT unit_id, parent_id AS node_id, up_fill AS fill, up_extra AS extra, up_minus AS minus FROM lower_scores
  ) AS parts
  WHERE node_id IN (SELECT node_id FROM nodes WHERE height = {height})
  GROUP BY unit_id, node_id
),
capped AS (
  SELECT
    g.unit_id, g.node_id, n.parent_id, n.kind, n.floor, n.value_cap,
    v.handed_up, v.weight_numerator, v.weight_denominator, v.rescale_numerator, v.rescale_denominator, v.rounding_step,
    g.fill, g.extra, g.minus,
    CASE WHEN n.kind = 'indicator' THEN v.start ELSE 0 END AS start,
    LEAST(g.fill, n.plus_cap, v.fill_room) AS fill_left,
    LEAST(g.extra + CASE WHEN n.kind = 'section' THEN v.start ELSE 0 END, GREATEST(0, n.plus_cap - g.fill)) AS extra_left,
    LEAST(g.minus, n.minus_cap) AS minus_capped
  FROM gathered AS g
  INNER JOIN nodes AS n ON n.node_id = g.node_id
  INNER JOIN units AS u ON u.unit_id = g.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = g.node_id AND NOT v.is_absent
),
bounded AS (
  SELECT
    *,
    start + fill_left + extra_left AS gross,
    LEAST(GREATEST(start + fill_left + extra_left - minus_capped, floor), value_cap) AS net
  FROM capped
),
settled AS (
  SELECT *, LEAST(minus_capped, GREATEST(0, gross - net)) AS minus_left FROM bounded
),
rescaled AS (
  SELECT
    *,
    CASE
      WHEN rescale_numerator IS NULL THEN net
      WHEN rescale_denominator = 0 THEN 0
      ELSE CAST(HALF_UP(CAST(net AS HUGEINT) * rescale_numerator, rescale_denominator) AS BIGINT)
    END AS whole
  FROM settled
),
rounded AS (
  SELECT *, CASE WHEN rounding_step IS NULL THEN whole ELSE ROUND_AT(whole, rounding_step) END AS value FROM rescaled
),
weighed AS (
  SELECT
    *,
    CASE
      WHEN weight_numerator IS NOT NULL THEN CAST(HALF_UP(CAST(value AS HUGEINT) * weight_numerator, weight_denominator) AS BIGINT)
      WHEN rescale_numerator IS NOT NULL OR rounding_step IS NOT NULL THEN value
    END AS handed_whole
  FROM rounded
)
SELECT
  unit_id, node_id, parent_id, start, fill, extra, minus, net + minus_left AS plus, minus_left, value, handed_whole,
  CASE WHEN kind = 'part' THEN net + minus_left - LEAST(extra_left, GREATEST(0, net + minus_left - fill_left)) ELSE 0 END AS up_fill,
  CASE
    WHEN kind = 'part' THEN LEAST(extra_left, GREATEST(0, net + minus_left - fill_left))
    ELSE CASE WHEN handed_whole IS NULL THEN net + minus_left ELSE GREATEST(handed_whole, 0) END - handed_up
  END AS up_extra,
  CASE WHEN handed_whole IS NULL THEN minus_left ELSE GREATEST(-handed_whole, 0) END AS up_minus
FROM weighed
