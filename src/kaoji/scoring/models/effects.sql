-- One row per rule item and fact: its amount, and whether it counts or gives way to a larger one on the same matter.
-- Inputs: plain_amounts, index_amounts, place_amounts, matters. Amounts are points (10^-9); side says where they go.
-- Most facts have no matter and go past the windows of matters.
SELECT unit_id, rule_id, node_id, fact_id, side, amount, TRUE AS is_kept
FROM plain_amounts
WHERE scope_id IS NULL OR matter_id IS NULL
UNION ALL
SELECT unit_id, rule_id, node_id, fact_id, side, amount, is_kept FROM matters
UNION ALL
SELECT unit_id, rule_id, node_id, fact_id, side, amount, TRUE AS is_kept FROM index_amounts
UNION ALL
SELECT unit_id, rule_id, node_id, fact_id, side, amount, TRUE AS is_kept FROM place_amounts
