-- One row per rule item and fact: its amount, and whether it counts or gives way to a larger one on the same matter.
-- Inputs: plain_amounts, compared_amounts. The effects of one event in one direction stand or fall together.
WITH amounts AS (
  SELECT unit_id, rule_id, node_id, fact_id, side, matter_id, scope_id, amount FROM plain_amounts
  UNION ALL
  SELECT unit_id, rule_id, node_id, fact_id, side, matter_id, scope_id, amount FROM compared_amounts
),
by_event AS (
  SELECT
    *,
    SUM(amount) OVER (PARTITION BY unit_id, scope_id, matter_id, side = 2, fact_id) AS event_amount
  FROM amounts
  WHERE scope_id IS NOT NULL AND matter_id IS NOT NULL
)
SELECT
  unit_id, rule_id, node_id, fact_id, side, matter_id, scope_id, amount,
  fact_id = FIRST_VALUE(fact_id) OVER (
    PARTITION BY unit_id, scope_id, matter_id, side = 2 ORDER BY event_amount DESC, fact_id
  ) AS is_kept
FROM by_event
UNION ALL
SELECT unit_id, rule_id, node_id, fact_id, side, matter_id, scope_id, amount, TRUE AS is_kept
FROM amounts
WHERE scope_id IS NULL OR matter_id IS NULL
