-- One row per compared slot and unit with a value: its places and the extremes among the units it is compared with.
-- Inputs: facts, slots, units, variant_nodes. Values and extremes are quantities (10^-6); places count from 1; tied counts the equal values.
WITH valued AS (
  SELECT
    f.unit_id,
    f.slot_id,
    f.value,
    CASE WHEN s.is_among_all THEN -u.scheme_id - 1 ELSE u.group_id END AS population_id
  FROM facts AS f
  INNER JOIN slots AS s ON s.slot_id = f.slot_id
  INNER JOIN units AS u ON u.unit_id = f.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = s.indicator_id AND NOT v.is_absent
  WHERE s.is_compared
)
SELECT
  unit_id,
  slot_id,
  CAST(RANK() OVER (PARTITION BY slot_id, population_id ORDER BY value DESC) AS BIGINT) AS place_from_top,
  CAST(RANK() OVER (PARTITION BY slot_id, population_id ORDER BY value) AS BIGINT) AS place_from_bottom,
  CAST(COUNT(*) OVER (PARTITION BY slot_id, population_id, value) AS BIGINT) AS tied,
  MAX(value) OVER (PARTITION BY slot_id, population_id) AS highest,
  MIN(value) OVER (PARTITION BY slot_id, population_id) AS lowest,
  CAST(SUM(value) OVER (PARTITION BY slot_id, population_id) AS BIGINT) AS summed,
  CAST(COUNT(*) OVER (PARTITION BY slot_id, population_id) AS BIGINT) AS compared
FROM valued
