-- One row per unit, panel, kind of voter, question and option: how many ballots chose it.
-- Inputs: ballots. Counting comes before the options' points are joined: many ballots, few options.
SELECT unit_id, panel_id, kind_id, question_id, option_id, CAST(SUM(ballots) AS BIGINT) AS ballots
FROM ballots
GROUP BY unit_id, panel_id, kind_id, question_id, option_id
