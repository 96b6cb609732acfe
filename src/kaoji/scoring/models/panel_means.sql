-- One row per unit, panel and kind of voter: the mean of its ballots (summed over questions) or of its sheets.
-- Inputs: choice_counts, choices, sheets, panels. Means are points (10^-9); an abstention is no ballot.
WITH questions AS (
  SELECT
    n.unit_id, c.panel_id, c.kind_id, c.question_id,
    CAST(SUM(CASE WHEN c.is_abstention THEN 0 ELSE n.ballots END) AS BIGINT) AS ballots,
    CAST(SUM(CASE WHEN c.is_abstention THEN 0 ELSE n.ballots * c.points END) AS BIGINT) AS points
  FROM choice_counts AS n
  INNER JOIN choices AS c ON c.choice_id = n.choice_id
  GROUP BY n.unit_id, c.panel_id, c.kind_id, c.question_id
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
