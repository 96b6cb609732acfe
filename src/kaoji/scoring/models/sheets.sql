-- One row per unit, panel and rater who handed in a sheet: its sum of marks, and whether trimming leaves it in.
-- Inputs: marks, panels. Marks are points (10^-9). Of equal sheets the rater's number decides which is left out.
WITH summed AS (
  SELECT unit_id, panel_id, kind_id, rater_id, CAST(SUM(mark) AS BIGINT) AS points
  FROM marks
  GROUP BY unit_id, panel_id, kind_id, rater_id
),
ordered AS (
  SELECT
    s.unit_id, s.panel_id, s.kind_id, s.rater_id, s.points, p.trim,
    ROW_NUMBER() OVER (PARTITION BY s.unit_id, s.panel_id, s.kind_id ORDER BY s.points DESC, s.rater_id) AS place,
    COUNT(*) OVER (
      PARTITION BY s.unit_id, s.panel_id, s.kind_id ORDER BY s.points DESC, s.rater_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS sheets
  FROM summed AS s
  INNER JOIN panels AS p ON p.panel_id = s.panel_id
)
SELECT
  unit_id, panel_id, kind_id, rater_id, points,
  sheets <= 2 * trim OR (place > trim AND place <= sheets - trim) AS is_kept
FROM ordered
