-- One row per unit and panel with ballots, sheets or an entered score: the raw mean over kinds of voters and the score.
-- Inputs: panel_means, panels, kinds, given_panel_scores, units. Scores are points (10^-9); kind weights are integers.
WITH raw_means AS (
  SELECT
    m.unit_id, m.panel_id,
    CASE
      WHEN MAX(p.scale) = 'deduct' THEN CAST(SUM(m.mean) AS BIGINT)
      ELSE CAST(HALF_UP(CAST(SUM(CAST(m.mean AS HUGEINT) * k.weight) AS HUGEINT), CAST(SUM(k.weight) AS HUGEINT)) AS BIGINT)
    END AS mean
  FROM panel_means AS m
  INNER JOIN panels AS p ON p.panel_id = m.panel_id
  INNER JOIN kinds AS k ON k.panel_id = m.panel_id AND k.kind_id = m.kind_id
  GROUP BY m.unit_id, m.panel_id
  UNION ALL
  SELECT unit_id, panel_id, points AS mean FROM given_panel_scores
),
compared AS (
  SELECT
    r.unit_id, r.panel_id, r.mean, p.scale, p.points, p.full_mean, p.rounding_step,
    MAX(r.mean) OVER (PARTITION BY r.panel_id, u.group_id) AS best
  FROM raw_means AS r
  INNER JOIN panels AS p ON p.panel_id = r.panel_id
  INNER JOIN units AS u ON u.unit_id = r.unit_id
),
scaled AS (
  SELECT
    unit_id, panel_id, mean, rounding_step,
    CASE scale
      WHEN 'full' THEN CASE WHEN full_mean <= 0 THEN 0 ELSE CAST(HALF_UP(CAST(mean AS HUGEINT) * points, full_mean) AS BIGINT) END
      WHEN 'best' THEN CASE
        WHEN best <= 0 OR mean <= 0 THEN 0
        ELSE CAST(HALF_UP(CAST(mean AS HUGEINT) * points, best) AS BIGINT)
      END
      WHEN 'deduct' THEN GREATEST(0, points - mean)
      ELSE mean
    END AS score
  FROM compared
)
SELECT
  unit_id, panel_id, mean,
  CASE WHEN rounding_step IS NULL THEN score ELSE ROUND_AT(score, rounding_step) END AS score
FROM scaled
