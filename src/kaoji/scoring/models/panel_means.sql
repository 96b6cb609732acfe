-- One row per unit, panel and kind of voter: the mean of its ballots (summed over questions) or of its sheets.
-- Inputs: option_counts, options, sheets, panels. Means are points (10^-9); an abstention is no ballot.
WITH questions AS (
  SELECT
    o.unit_id, o.panel_id, o.kind_id, o.question_id,
    CAST(SUM(CASE WHEN p.is_abstention THEN 0 ELSE o.ballots END) AS BIGINT) AS ballots,
    CAST(SUM(CASE WHEN p.is_abstention THEN 0 ELSE o.ballots * p.points END) AS BIGINT) AS points
  FROM option_counts AS o
  INNER JOIN options AS p ON p.panel_id = o.panel_id AND p.option_id = o.option_id
  GROUP BY o.unit_id, o.panel_id, o.kind_id, o.question_id
)
SELECT
  q.unit_id, q.panel_id, q.kind_id,
  CAST(SUM(q.ballots) AS BIGINT) AS ballots,
  CAST(SUM(CASE WHEN p.scale = 'deduct' OR q.ballots = 0 THEN q.points ELSE HALF_UP(q.points, q.ballots) END) AS BIGINT) AS mean
FROM questions AS q
INNER JOIN panels AS p ON p.panel_id = q.panel_id
WHERE q.ballots > 0 OR p.scale = 'deduct'
GROUP BY q.unit_id, q.panel_id, q.kind_id
UNION ALL
SELECT
  unit_id, panel_id, kind_id,
  CAST(COUNT(*) AS BIGINT) AS ballots,
  HALF_UP(CAST(SUM(points) AS BIGINT), CAST(COUNT(*) AS BIGINT)) AS mean
FROM sheets
WHERE is_kept
GROUP BY unit_id, panel_id, kind_id
