-- One row per unit and choice: how many ballots made it.
-- Inputs: ballots. A choice is an option to one question for one kind of voter of one panel. Counting comes before what
-- choices mean is joined: many ballots, few choices.
SELECT unit_id, choice_id, CAST(SUM(ballots) AS BIGINT) AS ballots
FROM ballots
GROUP BY unit_id, choice_id
