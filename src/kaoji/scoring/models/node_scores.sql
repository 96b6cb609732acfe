-- One row per unit and touched node of one height: its value, and what it hands up to the node above.
-- Inputs: leaf_sums (lowest height) or gathered, units, variant_nodes. Points (10^-9). The placeholders are filled in by the steps.
-- What a unit has without any fact stands in variant_nodes (start, handed_up); only what facts change is a row here.
-- A cap that does not hold is a number too large to be reached, a floor that does not hold one too small.
WITH capped AS (
  SELECT
    g.unit_id, g.node_id, g.fill, g.extra, g.minus,
    v.parent_id, v.kind, v.floor, v.value_cap, v.start, v.handed_up,
    v.weight_numerator, v.weight_denominator, v.rescale_numerator, v.rescale_denominator, v.rounding_step,
    CASE WHEN v.kind = 'section' THEN 0 ELSE v.start END + LEAST(g.fill, v.plus_cap, v.fill_room) AS base,
    LEAST(
      CASE WHEN v.kind = 'section' THEN g.extra + v.start ELSE g.extra END, v.extra_cap, GREATEST(0, v.plus_cap - g.fill)
    ) AS extra_left,
    LEAST(g.minus, v.minus_cap) AS minus_capped
  FROM {gathered} AS g
  INNER JOIN units AS u ON u.unit_id = g.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = g.node_id
  WHERE v.height = {height} AND NOT v.is_absent
),
bounded AS (
  SELECT *, LEAST(GREATEST(base + extra_left - minus_capped, floor), value_cap) AS net FROM capped
),
settled AS (
  SELECT
    *,
    LEAST(minus_capped, GREATEST(0, base + extra_left - net)) AS minus_left,
    CASE
      WHEN rescale_numerator IS NULL THEN net
      WHEN rescale_denominator = 0 THEN 0
      ELSE CAST(HALF_UP(CAST(net AS HUGEINT) * rescale_numerator, rescale_denominator) AS BIGINT)
    END AS whole
  FROM bounded
),
rounded AS (
  SELECT
    *,
    net + minus_left AS plus,
    CASE WHEN rounding_step IS NULL THEN whole ELSE ROUND_AT(whole, rounding_step) END AS value
  FROM settled
),
weighed AS (
  SELECT
    *,
    CASE
      WHEN weight_numerator IS NOT NULL THEN CAST(HALF_UP(CAST(value AS HUGEINT) * weight_numerator, weight_denominator) AS BIGINT)
      WHEN rescale_numerator IS NOT NULL OR rounding_step IS NOT NULL THEN value
    END AS handed_whole,
    CASE WHEN kind = 'part' THEN LEAST(extra_left, GREATEST(0, plus - base)) END AS part_extra
  FROM rounded
)
SELECT
  unit_id, node_id, parent_id,
  CASE WHEN kind = 'section' THEN 0 ELSE start END AS start,
  fill, extra, minus, plus, minus_left, value,
  CASE WHEN kind = 'part' THEN plus - part_extra ELSE 0 END AS up_fill,
  CASE
    WHEN kind = 'part' THEN part_extra
    WHEN handed_whole IS NULL THEN plus - handed_up
    ELSE GREATEST(handed_whole, 0) - handed_up
  END AS up_extra,
  CASE WHEN handed_whole IS NULL THEN minus_left ELSE GREATEST(-handed_whole, 0) END AS up_minus
FROM weighed
