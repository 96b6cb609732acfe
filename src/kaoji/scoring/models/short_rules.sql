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
bounds AS (
  SELECT
    v.variant_id, v.rule_id, n.parent_id,
    CASE WHEN v.side = 0 AND n.kind <> 'part' THEN 1 ELSE v.side END AS side,
    CASE v.side
      WHEN 0 THEN LEAST(n.plus_cap, n.fill_room, n.value_cap - n.start)
      WHEN 1 THEN LEAST(n.plus_cap, n.extra_cap, n.value_cap - n.start)
      ELSE LEAST(n.minus_cap, n.start - n.floor)
    END AS bound,
    LEAST(n.plus_cap, n.fill_room, n.extra_cap, n.minus_cap, n.value_cap - n.start, n.start - n.floor) AS least
  FROM variant_rules AS v
  INNER JOIN variant_nodes AS n ON n.variant_id = v.variant_id AND n.node_id = v.node_id
  INNER JOIN variants AS t ON t.variant_id = v.variant_id
  WHERE
    v.rule_id IN (SELECT rule_id FROM alone)
    AND n.height = 1 AND n.kind <> 'section' AND n.parent_id <> t.total_id AND n.start = n.handed_up
    AND n.weight_numerator IS NULL AND n.rescale_numerator IS NULL AND n.rounding_step IS NULL
)
SELECT
  v.variant_id, v.slot_id, v.level_id, v.low, v.high, v.rule_id,
  COALESCE(b.parent_id, v.node_id) AS node_id,
  COALESCE(b.side, v.side) AS side,
  v.scope_id, v.kind, v.towards, v.threshold, v.needs_target, v.points, v.step, v.constant, v.factor, v.is_whole,
  COALESCE(b.bound, v.bound) AS bound
FROM variant_rules AS v
LEFT JOIN bounds AS b ON b.variant_id = v.variant_id AND b.rule_id = v.rule_id AND b.least >= 0
