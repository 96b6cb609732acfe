-- One row per row of variant_rules, as it is where only totals are wanted: what falls on a lowest node alone goes past it.
-- Inputs: variant_rules, slots, variants, rules, panel_nodes, variant_nodes. Points (10^-9).
-- Where a node has one item, of a slot that holds one fact of a unit, and neither weight nor rounding, what it hands up is the
-- amount, up to the least of the node's bounds on that side. So the item is given to the node above, with this bound.
WITH alone AS (
  SELECT MIN(r.rule_id) AS rule_id
  FROM rules AS r
  INNER JOIN slots AS s ON s.slot_id = r.slot_id
  WHERE r.node_id NOT IN (SELECT node_id FROM panel_nodes)
  GROUP BY r.node_id
  HAVING COUNT(*) = 1 AND BOOL_AND(s.is_single)
),
passed AS (
  SELECT
    variant_id, node_id, parent_id, kind,
    LEAST(plus_cap, fill_room, value_cap - start) AS fill_bound,
    LEAST(plus_cap, extra_cap, value_cap - start) AS extra_bound,
    LEAST(minus_cap, start - floor) AS minus_bound
  FROM variant_nodes
  WHERE
    height = 1 AND kind <> 'section' AND start = handed_up AND NOT is_absent
    AND weight_numerator IS NULL AND rescale_numerator IS NULL AND rounding_step IS NULL
    AND LEAST(plus_cap, fill_room, extra_cap, minus_cap, value_cap - start, start - floor) >= 0
    AND parent_id NOT IN (SELECT total_id FROM variants)
)
SELECT
  v.variant_id, v.slot_id, v.level_id, v.low, v.high, v.rule_id,
  COALESCE(p.parent_id, v.node_id) AS node_id,
  CASE WHEN v.side = 0 AND p.kind <> 'part' THEN 1 ELSE v.side END AS side,
  v.scope_id, v.kind, v.towards, v.threshold, v.needs_target, v.points, v.step, v.constant, v.factor, v.is_whole,
  COALESCE(CASE v.side WHEN 0 THEN p.fill_bound WHEN 1 THEN p.extra_bound ELSE p.minus_bound END, v.bound) AS bound
FROM variant_rules AS v
LEFT JOIN alone AS a ON a.rule_id = v.rule_id
LEFT JOIN passed AS p ON p.variant_id = v.variant_id AND p.node_id = v.node_id AND a.rule_id IS NOT NULL
