"""Worked cases of the staff scheme (岳阳市经信委 2017 干部)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench.gold_tables import Comparison, nearest, number, scheme, table
from kaoji.grading import Ranking, Result, grade
from kaoji.numbers import POINT, format_points
from kaoji.scheme import Structure
from kaoji.scoring import Scores, score
from kaoji.scoring.facts import Ballots, Condition, Event, Facts, Mark, PastResult, Unit

MARK = "个人_人员.csv"
SHARES = {"公务员": (15, 100), "事业": (10, 100)}


def _facts(folder: Path, structure: Structure) -> Facts:
    facts = Facts()
    grades = {row["科室"]: row["等次"] for row in table(folder, "科室等次.csv")}
    dates = {row["名称"]: row["值"] for row in table(folder, "个人_参数.csv")}
    for row in table(folder, "个人_人员.csv"):
        person, level = row["人员"], row["职务层次"]
        attributes = {"编制类别": row["编制类别"], "职务层次": level, "科室": row["科室"]}
        facts.units.append(Unit(person, f"{row['编制类别']}·{level}", attributes, row["参加年度考核"] == "是"))
        for year in (2015, 2016):
            if row.get(f"{year}年等次"):
                facts.history.append(PastResult(person, year, row[f"{year}年等次"]))
        if level == "科室主要负责人" and grades.get(row["科室"]) == "优秀":
            facts.conditions.append(Condition(person, "一等奖科室主要负责人"))
    for row in table(folder, "个人_民主测评票.csv"):
        facts.ballots.append(Ballots(row["人员"], "民主测评", row["选项"], int(number(row["票数"], "0"))))
    for row in table(folder, "个人_领导评价.csv"):
        if row["得分"]:
            facts.marks.append(Mark(row["人员"], "领导评价", row["评分人"], row["测评内容"], Decimal(row["得分"])))
    limits = [(limit.when, limit.when) for limit in structure.scheme.limits if limit.not_grade]
    for row in table(folder, "个人_不予评优.csv"):
        facts.conditions.append(Condition(row["人员"], nearest(row["情形"], limits), note=row["情形"]))
    for row in table(folder, "个人_突出贡献奖.csv"):
        facts.conditions.append(Condition(row["人员"], "委党委通过", row["委党委通过"] == "是"))
    for row in table(folder, "个人_加减分.csv"):
        facts.events.append(_event(structure, row, dates))
    return facts


def _event(structure: Structure, row: dict[str, str], dates: dict[str, str]) -> Event:
    root = next(node for node in structure.roots if node.name == f"{row['方向']}分")
    node = next(n for n in structure.nodes if n.parent == root.index and n.name.startswith(row["条款"]))
    slot = node.rules[0].slot
    level = _level(row["档次"], structure.slots[slot].levels)
    counts = row["审核"] == "是"
    if row["方向"] == "加" and row["条款"] == "⑤":
        counts = counts and row["署名"] == "是"
    if row["方向"] == "加" and row["条款"] == "①" and row["公布日期"]:
        published = date.fromisoformat(row["公布日期"])
        after, until = (date.fromisoformat(dates[f"{when}年度考核日期"]) for when in ("上", "本"))
        counts = counts and after < published <= until
    return Event(row["人员"], slot, row["事件编号"], number(row["次数"]), level, row["事项"] or None, counts=counts)


def _level(words: str, levels: Sequence[str]) -> str | None:
    """Find the level that words mean: by whom they begin with, else by likeness.

    >>> [_level(words, ["中央", "省级", "市级"]) for words in ("省委省政府主要领导", "国家级", "省经信委主要领导")]
    ['省级', '中央', '市级']
    """
    if not levels or not words:
        return None
    words = "市级" if words.startswith("省经信委") else words  # the scheme counts its leaders with the city's
    for alike in ("中央国家", "省", "市"):
        if words[0] in alike:
            return next((name for name in levels if name[0] in alike), None)
    return nearest(words, [(name, name) for name in levels])


def compare(folder: Path) -> Comparison:
    """Score a folder and compare results and places."""
    structure = scheme("岳阳市经信委2017年干部考核")
    facts = _facts(folder, structure)
    scores = score(structure, facts)
    ranking = grade(scores)
    comparison = Comparison("岳阳市经信委 2017 干部")
    roots = {node.name: node.index for node in structure.roots}
    for row in table(folder, "expected_个人.csv"):
        person, result = row["人员"], ranking.results[row["人员"]]
        for column, panel in (("民主测评得分", "民主测评"), ("领导评价得分", "领导评价")):
            found = scores.panels.get((person, panel))
            comparison.cell(person, column, row[column], format_points(found.score, 2) if found and row[column] else "")
        for name in ("加分", "减分"):
            value = abs(scores.nodes[person, roots[name]].value)
            comparison.cell(person, name, row[name], format_points(value) if row[name] else "")
        comparison.cell(person, "总分", row["总分"], "" if result.total is None else format_points(result.total, 2))
        comparison.cell(person, "层次内名次", row["层次内名次"], str(result.rank or ""))
        expected, _, _ = row["等次"].partition("（")
        comparison.cell(person, "等次", expected, result.grade or ("不定等次" if expected == "不定等次" else ""))
        comparison.cell(person, "后果", _prize(row["后果"]), _prize("；".join(result.consequences)))
        comparison.cell(person, "理由", row["理由"], "；".join(_phrases(scores, result)))
    _places(comparison, folder, ranking)
    return comparison


def _prize(consequences: str) -> str:
    """Name the prize without its sentence: what is given with it is the same for all."""
    return re.sub("突出贡献奖[^；]*", "突出贡献奖", consequences)


def _places(comparison: Comparison, folder: Path, ranking: Ranking) -> None:
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for field in ranking.fields:
        kind, level = field.group.split("·")
        excellent = sum(ranking.results[unit].grade == "优秀" for unit in field.units)
        for key in ((kind, level), (kind, "合计")):
            counts[key][0] += len(field.units)
            counts[key][1] += field.places["优秀"] or 0
            counts[key][2] += excellent
    for row in table(folder, "expected_个人名额.csv"):
        size, places, excellent = counts[row["编制类别"], row["职务层次"]]
        if row["职务层次"] == "合计":
            numerator, denominator = SHARES[row["编制类别"]]
            places = size * numerator // denominator
        who = f"{row['编制类别']}·{row['职务层次']}"
        for column, value in (("参加人数", size), ("名额", places), ("实际优秀", excellent)):
            comparison.cell(who, column, row[column], str(value))


def _phrases(scores: Scores, result: Result) -> list[str]:
    texts = []
    by_code = {reason.code: reason for reason in result.reasons}
    roots = {node.name: node.index for node in scores.structure.roots}
    for name in ("加分", "减分"):
        node = scores.nodes[result.unit, roots[name]]
        if max(node.extra, node.minus_before) > 5 * POINT:
            texts.append(f"{name}封顶5")
        for effect in scores.effects.get(result.unit, []):
            is_here = (effect.side == "minus") == (name == "减分")
            if not effect.is_kept and is_here and isinstance(effect.fact, Event):
                phrase = f"事项{effect.fact.matter}不累计{name}"
                if phrase not in texts:
                    texts.append(phrase)
    if "direct" in by_code:
        texts.append("一等奖科室主要负责人")
    elif "direct_beyond" in by_code:
        texts.append("一等奖科室主要负责人（超出本层次名额仍为优秀）")
    elif "within" in by_code:
        texts.append(f"本层次优秀名额{by_code['within'].data['places']}人内")
    if "excluded" in by_code:
        notes = [row.note for row in scores.facts.conditions if row.unit == result.unit and row.note]
        texts.append(f"{notes[0]}，不予评为优秀")
    if result.total is not None and 69 * POINT <= result.total < 70 * POINT:
        texts.append("69分以上不满70分，按基本称职")
    if "award_refused" in by_code:
        texts.append(f"突出贡献奖不成立：{result.grade}")
    return texts
