"""Worked cases of the scheme with groups, weights, adjustments and quotas (北票市 2017)."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bench.gold_tables import Comparison, nearest, number, scheme, table
from kaoji.grading import Ranking, Reason, grade
from kaoji.numbers import format_points
from kaoji.scheme import Structure
from kaoji.scoring import Scores, score
from kaoji.scoring.facts import (
    Condition,
    Decision,
    EnteredScore,
    Event,
    Facts,
    Mark,
    Measure,
    PanelScore,
    PastResult,
    Place,
    Unit,
    WorkItem,
)

MARK = "单位.csv"
PREFIX = {"乡镇": "乡镇", "管理区": "管理区", "市直第四组": "垂管"}
TASKS = ("有招商引资任务", "有向上争取资金任务")
"""Attributes of units that some indicators depend on."""
EVALUATED_ABOVE = ("朝阳", "省", "国家", "中央")


class _Facts:
    """Turn the tables of a folder into facts."""

    def __init__(self, folder: Path, structure: Structure) -> None:
        self.folder, self.structure, self.facts = folder, structure, Facts()
        self.nodes = {node.code: node for node in structure.nodes}
        self.units: dict[str, dict[str, str]] = {}

    def run(self) -> Facts:
        self.add_units()
        self.indicators()
        self.adjustments()
        self.panels()
        self.conditions()
        return self.facts

    def slots(self, code: str) -> list[tuple[str, int]]:
        """Give the slots below a code: label and index."""
        below = {node.index for node in self.structure.nodes if node.code == code or node.code.startswith(f"{code}.")}
        return [(slot.label, index) for index, slot in enumerate(self.structure.slots) if slot.node in below]

    def code(self, unit: str, indicator: str) -> str:
        group = self.units[unit]["组"]
        return f"{PREFIX.get(group, '市直')}.{indicator}"

    def add_units(self) -> None:
        for row in table(self.folder, "单位.csv"):
            self.units[row["单位"]] = row
            tasks = {name: row[name] for name in TASKS}
            self.facts.units.append(Unit(row["单位"], row["组"], tasks))
            if row.get("上年度等次"):
                self.facts.history.append(PastResult(row["单位"], 2016, row["上年度等次"]))
        for row in table(self.folder, "特别单位.csv"):
            self.facts.units.append(Unit(row["单位"], self.structure.scheme.elsewhere[0].group))
            place = Decimal(row["朝阳市考核名次"])
            self.facts.conditions.append(Condition(row["单位"], "朝阳市考核名次", value=place))

    def indicators(self) -> None:
        for row in table(self.folder, "指标得分.csv"):
            if row["得分"] and row["得分"] != "不适用":
                for _, slot in self.slots(self.code(row["单位"], row["指标编号"])):
                    if self.structure.slots[slot].kind == "score":  # work items have a table of their own
                        self.facts.scores.append(EnteredScore(row["单位"], slot, Decimal(row["得分"])))
        for row in table(self.folder, "主要职能工作.csv"):
            ((_, slot),) = self.slots("市直.3")
            share, completion = (Fraction(row[key].rstrip("%") or 0) / 100 for key in ("占比", "完成率"))
            self.facts.items.append(WorkItem(row["单位"], slot, row["事项"], share, completion))

    def adjustments(self) -> None:
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in table(self.folder, "加减分事项.csv"):
            clause = row["条款"]
            if clause in ("5", "6", "9"):
                if row["三方签字"] == "是":
                    sums[row["单位"], clause] += self.amount(row, clause)
                else:
                    sums[row["单位"], clause] += 0
            else:
                self.event(row, clause)
        for (unit, clause), value in sums.items():
            ((_, slot),) = self.slots(f"加减分.{clause}")
            self.facts.measures.append(Measure(unit, slot, value))
        ((_, slot),) = self.slots("加减分.8")
        for index, row in enumerate(table(self.folder, "引进项目.csv")):
            counts = row["单独引进"] == "是" and Decimal(row["投资规模_万元"]) >= 2000 and row["三方签字"] == "是"  # noqa: PLR2004 - the notice's threshold
            quantity = number(row["当年固定资产投资_万元"], "0")
            self.facts.events.append(Event(row["单位"], slot, f"P{index:04}", quantity, counts=counts))
        ((_, slot),) = self.slots("加减分.12")
        for row in table(self.folder, "美丽乡村名次.csv"):
            counts = row["三方签字"] == "是"
            self.facts.places.append(Place(row["单位"], slot, int(row["名次"]), counts=counts, note=row["村"]))
        ((_, slot),) = self.slots("加减分.朝阳")
        for row in table(self.folder, "朝阳名次.csv"):
            is_last_year = row["考核年度"] == "2016"
            counts = row["上年已计入"] == "否" if is_last_year else row["汇总时结果可用"] != "否"
            if row["名次"]:
                tied = int(number(row["并列个数"]))
                self.facts.places.append(
                    Place(row["单位"], slot, int(row["名次"]), max(1, tied), counts, row["考核指标"])
                )

    @staticmethod
    def amount(row: dict[str, str], clause: str) -> Decimal:
        value = number(row["数量"], "0")
        if clause == "6" and row["计量单位"] == "万元":
            return value / 10_000
        if clause != "6" and row["计量单位"] == "亿元":
            return value * 10_000
        return value

    def event(self, row: dict[str, str], clause: str) -> None:
        unit, words, counts = row["单位"], row["情形"], row["三方签字"] == "是"
        fixed, quantity = row["核定分"], number(row["数量"])
        slots = self.slots(f"加减分.{clause}")
        levels = {"2": ("新建项目", "续建项目"), "4": ("未完成", "完成"), "7": ("迟报", "漏报")}

        def add(slot: int, quantity: Decimal, level: str | None = None, suffix: str = "") -> None:
            matter = row["同一问题"] or None
            self.facts.events.append(
                Event(
                    unit,
                    slot,
                    row["事项编号"] + suffix,
                    quantity,
                    level,
                    matter,
                    counts=counts,
                    document=row["依据材料"],
                )
            )

        if clause == "1":
            is_bonus = "不力" not in words and "减" not in words
            add(slots[0 if is_bonus else 1][1], number(fixed) if is_bonus else Decimal(1))
        elif clause == "3":
            self.reserve(row, slots[0][1], add)
        elif clause in levels:
            level = next(name for name in levels[clause] if name[:2] in words)
            add(slots[0][1], quantity, level)
        elif clause == "10":
            is_demolition, is_done = "征收" in words or "拆迁" in words, "未" not in words
            slot = slots[2 * is_demolition + (not is_done)][1]
            if is_done:
                add(slot, number(fixed))
            else:
                for again in range(int(quantity)):
                    add(slot, Decimal(1), suffix=f"-{again}")
        elif clause == "11":
            children = [node for node in self.structure.nodes if node.code.startswith("加减分.11.")]
            named = [(node.name, node.code) for node in children]
            code = (
                "加减分.11.15" if words not in dict(named) and re.search("抚养|孕优", words) else nearest(words, named)
            )
            add(self.slots(code)[0][1], number(fixed, "0"))
        elif clause == "13":
            counts = counts and row["依据材料"] == "有" and row["级别"].startswith(EVALUATED_ABOVE)
            if "大禹" in words:
                add(slots[1][1], quantity)
            else:
                add(
                    slots[0][1],
                    quantity,
                    nearest(words, [(name, name) for name in ("会议现场", "介绍经验", "观摩现场")]),
                )
        else:
            counts = counts and row["依据材料"] == "有"
            is_praise, is_city = "表扬" in words, row["级别"].startswith("北票")
            above = "朝阳市委市政府及以上" if is_praise else "朝阳市委市政府"
            for again in range(int(quantity)):
                add(
                    slots[0 if is_praise else 1][1],
                    Decimal(1),
                    "北票市委市政府" if is_city else above,
                    f"-{again}" * (again > 0),
                )

    def reserve(self, row: dict[str, str], slot: int, add: object) -> None:
        """Item 3: with a task, done or short of it; without one, by number."""
        done, task = number(row["数量"], "0"), self.units[row["单位"]]["储备项目任务数"]
        assert callable(add)
        if not task:
            add(slot, done, "无任务单位完成")
        elif done >= Decimal(task):
            add(slot, Decimal(1), "完成任务")
            if done > Decimal(task):
                add(slot, done - Decimal(task), "多完成", "-more")
        else:
            add(slot, Decimal(task) - done, "少完成")

    def panels(self) -> None:
        for panel in ("领导评价", "社会评价"):
            for row in table(self.folder, f"{panel}.csv"):
                if row["得分"]:
                    rater = f"{row.get('评价人类别', '')}{row['评价人']}"
                    self.facts.marks.append(Mark(row["单位"], panel, rater, "综合评价", Decimal(row["得分"])))
        for row in table(self.folder, "民主测评.csv"):
            if row["测评得分"]:
                self.facts.panel_scores.append(PanelScore(row["单位"], "民主测评", Decimal(row["测评得分"])))

    def conditions(self) -> None:
        limits = self.structure.scheme.limits
        ceilings = {limit.number: limit.when for limit in limits if limit.grade_at_most and limit.last_places is None}
        direct = {limit.number: limit for limit in limits if limit.direct}
        for row in table(self.folder, "等次限制情形.csv"):
            self.facts.conditions.append(Condition(row["单位"], ceilings[row["情形"]], note=row["说明"]))
        for row in table(self.folder, "信访考核排名.csv"):
            self.facts.conditions.append(Condition(row["单位"], "信访考核排名", value=Decimal(row["排名"])))
        for row in table(self.folder, "直接定好申报.csv"):
            met = row["情形"] != "2" or row["单独引进"] == "是"
            value = Decimal(row["当年固定资产投资_万元"]) if row["当年固定资产投资_万元"] else None
            limit, words = direct[row["情形"]], row["项目类型"]
            kind = next((name for name in limit.at_least if words and (name in words or words in name)), words or None)
            approved = row["领导小组同意"] == "是"
            self.facts.conditions.append(Condition(row["单位"], limit.when, met, approved, value, kind))
        for row in table(self.folder, "合议决定.csv"):
            self.facts.decisions.append(Decision(row["单位"], row["组"], int(row["顺序"])))


def compare(folder: Path) -> Comparison:
    """Score a folder and compare results, components and places."""
    structure = scheme("北票市2017年工作实绩考核")
    facts = _Facts(folder, structure).run()
    scores = score(structure, facts)
    ranking = grade(scores)
    comparison = Comparison("北票市 2017")
    codes = {node.code: node.index for node in structure.nodes}
    for row in table(folder, "expected.csv"):
        _results(comparison, row, scores, ranking, codes)
    for row in table(folder, "expected_components.csv"):
        _component(comparison, row, scores, codes)
    for row in table(folder, "expected_quotas.csv"):
        places = next(field.places for field in ranking.fields if field.group == row["组"])
        for name, count in places.items():
            comparison.cell(row["组"], f"名额 {name}", row[name], str(count))
    return comparison


def _results(
    comparison: Comparison, row: dict[str, str], scores: Scores, ranking: Ranking, codes: dict[str, int]
) -> None:
    unit, result = row["单位"], ranking.results[row["单位"]]
    parts = {"部门考核得分": codes["考核"], "加减分": codes["加减分"]}
    for name, index in parts.items():
        node = scores.nodes.get((unit, index))
        comparison.cell(unit, name, row[name], format_points(node.value) if node and row[name] else "")
    for name in ("领导评价", "民主测评", "社会评价"):
        panel = scores.panels.get((unit, name))
        comparison.cell(unit, name, row[name], format_points(panel.score, 6) if panel else "")
    comparison.cell(unit, "总分", row["总分"], "" if result.total is None else format_points(result.total, 2))
    comparison.cell(unit, "组内名次", row["组内名次"], str(result.rank or ""))
    comparison.cell(unit, "等次", row["等次"], result.grade or "")
    comparison.cell(unit, "后果", _without_years(row["后果"]), "；".join(result.consequences))
    found = _without_words("；".join(_phrases(result.reasons)))
    comparison.cell(unit, "理由", _without_words(row["理由"]), found)


def _component(comparison: Comparison, row: dict[str, str], scores: Scores, codes: dict[str, int]) -> None:
    unit = row["单位"]
    if row["类别"] == "指标":
        group = scores.units[unit].group
        code = f"{PREFIX.get(group, '市直')}.{row['项目'].split()[0]}"
    else:
        words = row["项目"].removeprefix("附件2第").removesuffix("项")
        code = f"加减分.{words}" if words.isdigit() else "加减分.朝阳"
    node = scores.nodes.get((unit, codes.get(code, -1)))
    if node is None:
        comparison.cell(unit, row["项目"], row["得分"], "")
        return
    comparison.cell(unit, row["项目"], row["得分"], format_points(node.value))
    if row["说明"].startswith("封顶或去重前"):
        below = {n.index for n in scores.structure.nodes if n.code == code or n.code.startswith(f"{code}.")}
        amounts = (
            e.amount if e.side != "minus" else -e.amount for e in scores.effects.get(unit, []) if e.node in below
        )
        comparison.cell(
            unit, f"{row['项目']} 封顶或去重前", row["说明"].removeprefix("封顶或去重前"), format_points(sum(amounts))
        )


def _without_years(text: str) -> str:
    """Leave out how many years in a row a consequence needs: the scheme says it beside the sentence.

    >>> _without_years("写出书面报告；连续两年较差：调整主要负责人工作岗位")
    '写出书面报告；调整主要负责人工作岗位'
    """
    return re.sub("(?<![^；])连续[^；：]*年[^；：]*：", "", text)


def _without_words(text: str) -> str:
    """Leave the notice's own sentences out of a reason: the numbers say which cases hold, in one phrase or in several.

    >>> _without_words("不能评为较好以上：情形3（被追责；有文件）；不能评为较好以上：情形7（排名第7（后1名））、情形8")
    '不能评为较好以上：情形3、情形7、情形8'
    """
    cases = sorted(set(re.findall(r"情形\d+", text))) if text.startswith("不能评为") else []
    if not cases:
        return text
    settled = re.search("得分并列[^；]*$", text)
    return text.partition("：")[0] + "：" + "、".join(cases) + (f"；{settled[0]}" if settled else "")


def _phrases(reasons: list[Reason]) -> list[str]:
    """Put reasons in the words of the expected tables; the grade's reason first, a settled tie last."""
    texts, threshold = [], any(reason.code == "threshold" for reason in reasons)
    for reason in sorted(reasons, key=lambda item: item.code == "decided"):
        data = reason.data
        if reason.code == "within" and threshold:
            texts.append(f"在{data['grade']}等次{data['places']}个名额内且不低于95分")
        elif reason.code == "within":
            texts.append(f"在{data['grade']}等次名额内")
        elif reason.code == "below_threshold":
            texts.append(f"未达到{data['points']}分，{data['above']}等次名额未用完")
        elif reason.code == "no_place":
            texts.append(f"{data['grade']}以上名额已满")
        elif reason.code == "ceiling":
            texts.append(f"不能评为{data['grade']}以上：情形{data['number']}")
        elif reason.code == "direct":
            texts.append(f"直接定为{data['grade']}等次（情形{data['number']}），占{data['grade']}等次名额")
        elif reason.code == "bottom":
            texts.append(f"得分在组内最后{data['number']}名")
        elif reason.code == "decided":
            texts.append(f"得分并列，领导小组合议排第{data['order']}")
        elif reason.code == "elsewhere":
            texts.append(f"朝阳市考核第{data['place']}名")
    return texts
