"""Worked cases of the departments' scheme (岳阳市经信委 2017)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bench.gold_tables import Comparison, likeness, nearest, number, scheme, table
from kaoji.grading import Result, grade
from kaoji.numbers import POINT, format_points
from kaoji.scheme import ResolvedNode, Structure
from kaoji.scoring import Scores, score
from kaoji.scoring.facts import Condition, EnteredScore, Event, Facts, Mark, PastResult, Unit

MARK = "科室.csv"
PANELS = ("委领导评分", "科室负责人评分")
OTHER_WORDS = {
    re.compile("610"): "专项工作未完成",
    re.compile("生育率|政策生育"): "①政策符合百分比每降低",
    re.compile("随访|查治|保健费|奖励制度|流动人口"): "②各率百分比每降低",
}
"""Words of facts for which the scheme has quite other ones."""


class _Facts:
    """Turn the tables of a folder into facts."""

    def __init__(self, folder: Path, structure: Structure) -> None:
        self.folder, self.structure, self.facts = folder, structure, Facts()
        self.nodes = structure.nodes
        self.common = next(node for node in self.nodes if node.name == "共性工作")
        self.own = next(node for node in self.nodes if node.name == "业务工作")

    def run(self) -> Facts:
        branches: dict[str, list[str]] = {}
        for row in table(self.folder, "科室.csv"):
            unit = row["科室"]
            self.facts.units.append(Unit(unit, row["组"]))
            branches.setdefault(row["支部"], []).append(unit)
            self.facts.history.append(
                PastResult(unit, 2016, row["上年等次"] or None, is_last=row["上年组内末位"] == "是")
            )
        for index, row in enumerate(table(self.folder, "共性工作事实.csv")):
            units = branches.get(row["对象"], []) if row["对象类型"] == "支部" else [row["对象"]]
            for unit in units:
                self.event(unit, common_node(self.structure, row["条款"]), row, f"G{index:04}-{unit}")
        for index, row in enumerate(table(self.folder, "业务工作事实.csv")):
            self.event(row["科室"], own_item(self.structure, row["科室"], row["项号"]), row, f"Y{index:04}")
        for row in table(self.folder, "业务工作直接评分.csv"):
            node = own_item(self.structure, row["科室"], row["项号"])
            ((_, slot),) = self.slots(node)
            self.facts.scores.append(EnteredScore(row["科室"], slot, Decimal(row["得分"])))
        for panel in PANELS:
            for row in table(self.folder, f"{panel}.csv"):
                if row["得分"]:
                    self.facts.marks.append(
                        Mark(row["科室"], panel, row["评分人"], row["打分内容"], Decimal(row["得分"]))
                    )
        self.adjustments()
        for row in table(self.folder, "一票否决.csv"):
            self.facts.conditions.append(Condition(row["科室"], "一票否决", note=row["说明"]))
        for row in table(self.folder, "突出业绩奖.csv"):
            self.facts.conditions.append(Condition(row["科室"], "委党委通过", row["委党委通过"] == "是"))
        return self.facts

    def slots(self, node: ResolvedNode) -> list[tuple[str, int]]:
        """Give the slots below an indicator: what each is about (its own indicator, its words), and its index."""
        below = {n.index: n.name for n in self.nodes if n.path[: len(node.path)] == node.path}
        names = {index: name if name != node.name else "" for index, name in below.items()}
        slots = enumerate(self.structure.slots)
        return [(f"{names[slot.node]} {slot.label}", index) for index, slot in slots if slot.node in below]

    def event(self, unit: str, node: ResolvedNode, row: dict[str, str], key: str) -> None:
        candidates = self.slots(node)
        same_unit = [
            pair
            for pair in candidates
            if row["计量单位"] not in ("", "次") and self.structure.slots[pair[1]].measured_in == row["计量单位"]
        ]
        words = next((said for short, said in OTHER_WORDS.items() if short.search(row["情形"])), row["情形"])
        slot = nearest(words, candidates)
        if same_unit and slot not in dict(same_unit).values():
            best = nearest(words, same_unit)
            slot = max(
                (slot, best),
                key=lambda index: likeness(words, self.structure.slots[index].label) + 0.15 * (index == best),
            )
        self.facts.events.append(Event(unit, slot, key, number(row["数量"]), note=row["情形"]))

    def adjustments(self) -> None:
        bonus = next(node for node in self.structure.roots if node.name == "加分")
        minus = next(node for node in self.structure.roots if node.name == "减分")
        for row in table(self.folder, "加分事项.csv"):
            slots = self.slots(self.clause(bonus, row["条款"]))
            levels = [(name, (slot, name)) for _, slot in slots for name in self.structure.slots[slot].levels]
            slot, level = nearest(row["档次"], levels) if levels else (slots[0][1], None)
            if not row["档次"]:
                slot = slots[0][1]
            sharing = int(number(row["共同承担科室数"]))
            share = Fraction(row["分解占比"]) / 100 if row["分解占比"] else Fraction(1, sharing)
            counts = row["依据"] == "有" and (row["条款"] != "④" or row["党委同意"] == "是")
            self.facts.events.append(
                Event(
                    row["科室"],
                    slot,
                    row["事件编号"],
                    number(row["次数"]),
                    level,
                    row["事项"] or None,
                    share,
                    counts,
                    note=str(sharing) if sharing > 1 else None,
                )
            )
        for row in table(self.folder, "减分事项.csv"):
            slots = self.slots(self.clause(minus, row["条款"]))
            self.facts.events.append(
                Event(row["科室"], slots[0][1], row["事件编号"], number(row["次数"]), None, row["事项"] or None)
            )

    def clause(self, root: ResolvedNode, number_: str) -> ResolvedNode:
        return next(node for node in self.nodes if node.parent == root.index and node.name.startswith(number_))


def common_node(structure: Structure, clause: str) -> ResolvedNode:
    """Find the indicator of a clause of the common work: 干部考勤1, or 廉洁自律2 in the one pool."""
    named = [node for node in structure.nodes if node.path[:2] == ("定量考核", "共性工作")]
    for words in (clause, clause.rstrip("0123456789")):
        for node in named:
            if node.name == words or node.name.startswith(f"{words}："):
                return node
    raise KeyError(clause)


def own_item(structure: Structure, unit: str, item: str) -> ResolvedNode:
    """Find the n-th scored item of a department's own work."""
    section = next(node for node in structure.nodes if node.path == ("定量考核", "业务工作", unit))
    return structure.nodes[section.children[int(item) - 1]]


def compare(folder: Path) -> Comparison:
    """Score a folder and compare results and components."""
    structure = scheme("岳阳市经信委2017年科室绩效考评")
    facts = _Facts(folder, structure).run()
    scores = score(structure, facts)
    ranking = grade(scores)
    comparison = Comparison("岳阳市经信委 2017 科室")
    for row in table(folder, "expected.csv"):
        if "科室" in row:
            _results(comparison, row, scores, ranking.results[row["科室"]])
    for row in table(folder, "expected_components.csv"):
        unit = row["科室"]
        if row["类别"] == "共性工作":
            node = common_node(structure, row["项目"])
        elif row["类别"] == "业务工作":
            node = own_item(structure, unit, row["项目"].split()[0])
        else:
            continue
        comparison.cell(unit, row["项目"], row["得分"], format_points(scores.nodes[unit, node.index].value))
    return comparison


def _results(comparison: Comparison, row: dict[str, str], scores: Scores, result: Result) -> None:
    unit = row["科室"]
    names = {
        "党建工作": "党建工作",
        "干部队伍建设": "干部队伍建设",
        "党风廉政建设": "党风廉政建设",
        "业务工作": "业务工作",
    }
    for column, name in {**names, "加分": "加分", "减分": "减分"}.items():
        index = next(node.index for node in scores.structure.nodes if node.name == name)
        value = scores.nodes[unit, index].value
        comparison.cell(unit, column, row[column], format_points(abs(value) if name == "减分" else value))
    for panel in PANELS:
        found = scores.panels.get((unit, panel))
        comparison.cell(unit, panel, row[panel], format_points(found.score, 6) if found else "")
    comparison.cell(unit, "总分", row["总分"], "" if result.total is None else format_points(result.total, 2))
    comparison.cell(unit, "组内名次", row["组内名次"], str(result.rank or ""))
    comparison.cell(unit, "组内末位", row["组内末位"], "是" if result.is_last else "否")
    comparison.cell(unit, "等次", row["等次"], result.grade or "")
    comparison.cell(unit, "奖次", row["奖次"], "、".join(a for a in result.awards if a.endswith("等奖")))
    special = "是" if "突出业绩奖" in result.awards else ""
    comparison.cell(unit, "突出业绩奖", "是" if row["突出业绩奖"] else "", special)
    comparison.cell(unit, "后果", row["后果"], "；".join(result.consequences))
    comparison.cell(unit, "理由", row["理由"], "；".join(_phrases(scores, result)))


def _phrases(scores: Scores, result: Result) -> list[str]:
    shared = (e for e in scores.facts.events if e.unit == result.unit and e.share != 1 and e.counts)
    texts = [f"{event.number}由{event.note}个科室分解" for event in sorted(shared, key=lambda item: item.number)]
    texts += _bounded(scores, result.unit)
    for reason in result.reasons:
        if reason.code == "forced":
            texts.append("一票否决")
        elif reason.code == "within":
            texts.append(f"组内{reason.data['grade']}{reason.data['places']}名内")
        elif reason.code == "threshold" and result.grade == "合格":
            texts.append(f"{reason.data['points']}分以上")
        elif reason.code == "award_refused":
            texts.append(f"{reason.data['award']}不成立：{result.grade}")
    return texts


def _bounded(scores: Scores, unit: str) -> list[str]:
    """Say which list of adjustments met its cap, and which matters gave way to a larger one."""
    texts = []
    for name in ("加分", "减分"):
        index = next(node.index for node in scores.structure.roots if node.name == name)
        node = scores.nodes[unit, index]
        if max(node.extra, node.minus_before) > 10 * POINT:
            texts.append(f"{name}封顶10")
        gone = {
            effect.fact.matter
            for effect in scores.effects.get(unit, [])
            if not effect.is_kept and (effect.side == "minus") == (name == "减分") and isinstance(effect.fact, Event)
        }
        texts += [f"事项{matter}不累计{name}" for matter in sorted(filter(None, gone))]
    return texts
