-- One row per fact whose value is compared between units: its place, and the extremes among those it is compared with.
-- Inputs: related_facts, slots, units, variant_nodes. Values and extremes are quantities (10^-6), points those of the indicator for
-- this unit (10^-9); places count from 1; tied counts the equal values. All windows share one order, so that there is one sort.
WITH valued AS (
  SELECT
    f.fact_id, f.unit_id, f.slot_id, f.value, f.previous, v.points,
    CASE WHEN s.is_among_all THEN -u.scheme_id - 1 ELSE u.group_id END AS population_id
  FROM related_facts AS f
  INNER JOIN slots AS s ON s.slot_id = f.slot_id
  INNER JOIN units AS u ON u.unit_id = f.unit_id
  INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id AND v.node_id = s.indicator_id
  WHERE s.is_compared AND NOT v.is_absent
)
SELECT
  fact_id, unit_id, slot_id, value, previous, points,
  CAST(RANK() OVER (PARTITION BY slot_id, population_id ORDER BY value DESC) AS BIGINT) AS place_from_top,
  CAST(COUNT(*) OVER (
    PARTITION BY slot_id, population_id ORDER BY value DESC RANGE BETWEEN CURRENT ROW AND CURRENT ROW
  ) AS BIGINT) AS tied,
  MAX(value) OVER everyone AS highest,
  MIN(value) OVER everyone AS lowest,
  CAST(SUM(value) OVER everyone AS BIGINT) AS summed,
  CAST(COUNT(*) OVER everyone AS BIGINT) AS compared
FROM valued
WINDOW everyone AS (
  PARTITION BY slot_id, population_id ORDER BY value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
