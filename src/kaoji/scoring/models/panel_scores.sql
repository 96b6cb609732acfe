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
  -- Where the only kinds that voted weigh nothing there is no mean.
  WHERE k.weight > 0 OR p.scale = 'deduct'
  GROUP BY m.unit_id, m.panel_id
  UNION ALL
  SELECT unit_id, panel_id, points AS mean FROM given_panel_scores
),
located AS (
  SELECT r.unit_id, r.panel_id, r.mean, u.group_id, p.scale, p.points, p.full_mean, p.rounding_step
  FROM raw_means AS r
  INNER JOIN panels AS p ON p.panel_id = r.panel_id
  INNER JOIN units AS u ON u.unit_id = r.unit_id
),
bests AS (
  SELECT panel_id, group_id, MAX(mean) AS best FROM located WHERE scale = 'best' GROUP BY panel_id, group_id
),
scaled AS (
  SELECT
    l.unit_id, l.panel_id, l.mean, l.rounding_step,
    CASE l.scale
      WHEN 'full' THEN CASE
        WHEN l.full_mean <= 0 THEN 0
        ELSE CAST(HALF_UP(CAST(l.mean AS HUGEINT) * l.points, l.full_mean) AS BIGINT)
      END
      WHEN 'best' THEN CASE
        WHEN b.best <= 0 OR l.mean <= 0 THEN 0
        ELSE CAST(HALF_UP(CAST(l.mean AS HUGEINT) * l.points, b.best) AS BIGINT)
      END
      WHEN 'deduct' THEN GREATEST(0, l.points - l.mean)
      ELSE l.mean
    END AS score
  FROM located AS l
  LEFT JOIN bests AS b ON b.panel_id = l.panel_id AND b.group_id = l.group_id
)
SELECT
  unit_id, panel_id, mean,
  CASE WHEN rounding_step IS NULL THEN score ELSE ROUND_AT(score, rounding_step) END AS score
FROM scaled
