-- One row per unit, panel and rater who handed in a sheet: its sum of marks, and whether trimming leaves it in.
-- Inputs: marks, panels. Marks are points (10^-9).
WITH summed AS (
  SELECT unit_id, panel_id, kind_id, rater_id, CAST(SUM(mark) AS BIGINT) AS points
  FROM marks
  GROUP BY unit_id, panel_id, kind_id, rater_id
)
SELECT
  s.unit_id, s.panel_id, s.kind_id, s.rater_id, s.points,
  p.trim = 0
  OR COUNT(*) OVER (PARTITION BY s.unit_id, s.panel_id, s.kind_id) <= 2 * p.trim
  OR (
    ROW_NUMBER() OVER (PARTITION BY s.unit_id, s.panel_id, s.kind_id ORDER BY s.points DESC, s.rater_id) > p.trim
    AND ROW_NUMBER() OVER (PARTITION BY s.unit_id, s.panel_id, s.kind_id ORDER BY s.points, s.rater_id DESC) > p.trim
  ) AS is_kept
FROM summed AS s
INNER JOIN panels AS p ON p.panel_id = s.panel_id
