-- One row per rule item and event with a matter where the same matter counts once: its amount, and whether it is kept.
-- Inputs: matter_amounts (plain_amounts of related_facts). Of one matter and direction the largest event is kept; the effects
-- of one event in one direction stand or fall together. Amounts are points (10^-9).
WITH by_event AS (
  SELECT
    *,
    CAST(SUM(amount) OVER (PARTITION BY unit_id, scope_id, matter_id, side = 2, fact_id) AS BIGINT) AS event_amount
  FROM matter_amounts
  WHERE scope_id IS NOT NULL AND matter_id IS NOT NULL
)
SELECT
  unit_id, rule_id, node_id, fact_id, side, amount,
  fact_id = FIRST_VALUE(fact_id) OVER (
    PARTITION BY unit_id, scope_id, matter_id, side = 2 ORDER BY event_amount DESC, fact_id
  ) AS is_kept
FROM by_event
