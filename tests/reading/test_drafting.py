"""The draft of a scheme: it can be used as it is, nothing of the outline is missing, and what is not sure is said."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kaoji.diagnostics import Diagnostic
from kaoji.numbers import POINT, decimal
from kaoji.reading import Cell, Document, Grid, Paragraph, Source, read
from kaoji.reading.drafts import Draft, draft
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.sheets import leaves, outline
from kaoji.scheme import Scheme, Structure, load, load_scheme
from kaoji.scheme.model import Node
from kaoji.scoring import score
from kaoji.scoring.facts import Facts, Measure, Unit
from kaoji.scoring.sampling import plausible

FILES = Path(__file__).parents[1] / "cases" / "documents"
SHEETS = sorted(
    path.name
    for path in FILES.iterdir()
    if path.stem.startswith(("score_sheet", "tables_")) and path.suffix != ".doc" and "task" not in path.stem
)
HEAD = ["指标名称", "评分标准", "分值", "数据提供单位"]


def drafted(name: str) -> Draft:
    document, _ = read(FILES / name)
    return draft(document)


def table(*rows: list[str], before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Document:
    """Give a document of lines, a score sheet, and lines."""
    grid = Grid(
        tuple(
            tuple(Cell(text, row, at, source=Source("a.docx", table=1, row=row + 1)) for at, text in enumerate(cells))
            for row, cells in enumerate([HEAD, *rows])
        ),
        Source("a.docx", table=1),
    )
    lines = [
        Paragraph(text, source=Source("a.docx", paragraph=number)) for number, text in enumerate((*before, *after), 1)
    ]
    count = len(before)
    title = Paragraph("临江县2033年度考核计分表", source=Source("a.docx", paragraph=99))
    return Document("a.docx", "docx", (*lines[:count], title, grid, *lines[count:]))


def structure_of(made: Draft) -> Structure:
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, [problem.line("en") for problem in problems]
    return structure


def scheme_of(made: Draft) -> Scheme:
    return structure_of(made).scheme


def only(made: Draft) -> Node:
    return scheme_of(made).indicators[0]


def codes(found: tuple[Diagnostic, ...]) -> set[str]:
    return {finding.code for finding in found}


@pytest.mark.parametrize("name", SHEETS)
def test_a_draft_loads_and_resolves_without_errors(name: str) -> None:
    made = drafted(name)
    assert load(made.scheme_text)[1] == []
    assert structure_of(made).scheme.title == made.title


@pytest.mark.parametrize("name", SHEETS)
def test_every_leaf_is_in_the_scheme_with_its_points_and_providers(name: str) -> None:
    document, _ = read(FILES / name)
    found, _ = outline(document)
    wanted = [leaf for _, leaf in leaves(found.sheets)]
    units = {sheet.unit for sheet in found.units}
    made = [
        node.node
        for node in structure_of(draft(document)).nodes
        if not node.children and not any(unit in units for names in node.applies_to for unit in names)
    ]
    assert len(made) == len(wanted)
    for node, leaf in zip(made, wanted, strict=True):
        points = decimal(leaf.points) if leaf.points else None
        assert (node.points, node.bonus, node.provider) == (points, leaf.is_bonus, leaf.providers)
        assert leaf.text in (node.text or "")
        assert node.name.startswith(leaf.name)


@pytest.mark.parametrize("name", SHEETS)
def test_no_text_of_the_document_is_lost(name: str) -> None:
    document, _ = read(FILES / name)
    made = draft(document)
    parts = [made.scheme_text]
    for passage in made.passages:
        parts += [*passage.path, passage.label, passage.text, passage.detail, passage.points, *passage.providers]
    parts += [str(value) for finding in made.findings for value in finding.data.values()]
    held = squeeze("".join(parts))
    for block in document.blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row]
        for piece in (piece for text in texts for piece in re.split(r"[\s、。（）()\d.]+|分$", text)):
            assert squeeze(piece) in held, piece


@pytest.mark.parametrize("name", ["score_sheet.docx", "tables_county.docx", "tables_headings.txt", "tables_lines.txt"])
def test_a_draft_can_be_scored(name: str) -> None:
    structure = structure_of(drafted(name))
    facts = plausible(structure)
    assert len(score(structure, facts).totals) == len(facts.units)


def test_rules_stand_beside_their_words_and_their_place() -> None:
    node = only(draft(table(["安全生产", "出现事故的，每起扣5分，扣完为止。", "25", "县应急局"])))
    rule = node.rules[0]
    assert (rule.events, rule.score, rule.text, rule.source, rule.check) == (
        "出现事故",
        "每起扣5分",
        "出现事故的，每起扣5分",
        "表1第2行",
        None,
    )
    assert (node.limits, node.text) == ("扣完为止", "出现事故的，每起扣5分，扣完为止。")


def test_a_text_without_a_formula_is_entered_by_its_provider_and_to_be_checked() -> None:
    made = draft(table(["统计工作", "按照年度工作要求综合评定。", "10", "县统计局"]))
    node = only(made)
    scores: list[str | None] = [rule.score for rule in node.rules] or [node.score]
    checks: list[str | None] = [rule.check for rule in node.rules] or [node.check]
    assert (scores, node.provider, made.counts.certain, made.counts.to_check) == (["直接计分"], ("县统计局",), 0, 1)
    assert all(checks)


def test_an_indicator_without_a_text_is_entered_and_to_be_checked() -> None:
    made = drafted("tables_headings.txt")
    node = next(node.node for node in structure_of(made).nodes if node.name == "特色产业")
    assert node.score == "直接计分"
    assert node.check is not None


def test_rules_that_give_and_take_say_where_the_indicator_starts() -> None:
    made = draft(
        table(
            ["甲", "完成目标任务的计10分，每低1个百分点扣1分。", "10", "县统计局"],
            ["乙", "达到90%的计6分；发现弄虚作假的，每次扣2分。", "10", "县统计局"],
            ["丙", "发现弄虚作假的，每次扣2分。", "10", "县统计局"],
        )
    )
    assert [node.start for node in scheme_of(made).indicators] == [None, "zero", None]
    assert [bool(node.check) for node in scheme_of(made).indicators] == [False, True, False]


def test_a_target_with_what_falls_short_of_it_is_one_figure() -> None:
    made = draft(table(["产值增速", "达到年度目标的计10分，每低0.5个百分点扣1分，扣完为止。", "10", "县统计局"]))
    node = only(made)
    (rule,) = node.rules
    assert (rule.measure, rule.score, rule.check) == ("产值增速", "每低于0.5个百分点扣1分", None)
    assert node.start is None  # nothing is given, so that it starts full
    structure = structure_of(made)
    facts = Facts(units=[Unit(unit, "被考核单位") for unit in ("东河镇", "西河镇")])
    facts.measures = [
        Measure("东河镇", 0, Decimal(9), target=Decimal(8)),
        Measure("西河镇", 0, Decimal(7), target=Decimal(8)),
    ]
    assert [total // POINT for total in score(structure, facts).totals.values()] == [10, 8]


def test_who_is_above_the_target_is_seen_too_where_that_gives_more() -> None:
    made = draft(
        table(["产值增速", "达到年度目标的计10分，每超1个百分点加1分，每低1个百分点扣1分。", "10", "县统计局"])
    )
    assert len(only(made).rules) > 1


@pytest.mark.parametrize(
    ("text", "slot", "rule", "check"),
    [
        ("完成管护任务计8分，未完成不计分。", "完成管护任务", "计8分", False),
        ("按时配备专职人员的得8分，否则不得分。", "按时配备专职人员", "计8分", False),
        ("建立台账的计3分，未建立的不计分。", "建立台账", "计3分", True),  # of the eight points of the row
        ("完成管护任务的计8分，未完成的扣2分。", "完成管护任务", "完成计8分；未完成扣2分", True),
    ],
)
def test_done_or_not_done_is_one_question(text: str, slot: str, rule: str, check: bool) -> None:  # noqa: FBT001
    (made,) = only(draft(table(["道路管护", text, "8", "县交通局"]))).rules
    assert (made.when, made.score, bool(made.check)) == (slot, rule, check)


@pytest.mark.parametrize(
    "text",
    [
        "制定方案的计8分；未报送总结的扣2分。",  # something else
        "合格的计8分，无方案的扣1分。",
    ],
)
def test_two_facts_stay_two_questions(text: str) -> None:
    assert len(only(draft(table(["道路管护", text, "8", "县交通局"]))).rules) == 2


@pytest.mark.parametrize(
    ("name", "text", "slot"),
    [
        ("利用外资到位资金", "每到位100万元计1分，最高计10分。", "利用外资到位资金"),
        ("产业项目", "未完成的，扣3分。", "产业项目：未完成"),
        ("表彰奖励", "获国家级表彰每项加3分，省级每项加2分，市级每项加1分。", "获表彰"),
        ("个人荣誉", "获得国家级、省级个人表彰的，每人分别加2分、1分。", "获得国家级、省级个人表彰"),
        ("改革创新", "承担省级以上试点的，酌情加分，最高2分。", "承担省级以上试点"),
        ("宣传培训", "开展宣传活动不少于4次，每少1次扣3分。", "开展宣传活动不少于4次（缺少的）"),
        ("安全生产", "发生较大事故的，本项不得分。", "较大事故"),
        ("人才培育", "得分按比例折算。", "人才培育：得分"),
    ],
)
def test_what_is_asked_for_can_be_understood_by_itself(name: str, text: str, slot: str) -> None:
    rule = only(draft(table([name, text, "10", "县考核办"]))).rules[0]
    assert (rule.when or rule.measure or rule.events) == slot


def test_the_line_of_the_sentence_before_becomes_the_target() -> None:
    made = draft(table(["巩固率", "达到98%的计10分，每低0.5个百分点扣1分。", "12", "县教育局"]))
    first, second = only(made).rules
    assert first.measure == second.measure
    assert second.target == 98
    assert second.check is not None


def test_a_scale_is_one_figure_and_a_share_includes_the_whole() -> None:
    made = draft(
        table(
            ["垃圾清运", "清运率达到98%得10分，90%以上得6分，90%以下不得分。", "10", "县城管局"],
            ["植树", "完成年度任务得20分，未完成的按完成比例计分。", "20", "县林业局"],
        )
    )
    first, second = scheme_of(made).indicators
    assert [(rule.measure, rule.check) for rule in first.rules] == [("清运率", None)]
    (share,) = second.rules
    assert (share.measure, share.text) == ("植树完成比例（%）", "完成年度任务得20分，未完成的按完成比例计分")
    assert share.target == 100
    assert share.check is not None


def test_a_scale_and_a_share_are_scored_as_the_notice_says() -> None:
    text = "完成任务得20分，未完成的按完成率得分，完成率低于60%的不得分。"
    made = draft(
        table(
            ["垃圾清运", "清运率达到100%得15分，80%以上得10分，80%以下不得分。", "15", "县城管局"],
            ["植树", text, "20", "县林业局"],
            before=("第一组（5个）：东河镇、西河镇、南山镇、北坪镇、云岭镇",),
        )
    )
    structure = structure_of(made)
    assert [slot.label for slot in structure.slots] == ["清运率", "植树完成比例（%）"]
    values = {"东河镇": (100, 100), "西河镇": (85, 70), "南山镇": (80, 60), "北坪镇": (79, 50), "云岭镇": (0, 120)}
    facts = Facts(units=[Unit(unit, "第一组") for unit in values])
    facts.measures = [
        Measure(unit, slot, Decimal(value)) for unit, two in values.items() for slot, value in enumerate(two)
    ]
    totals = score(structure, facts).totals
    assert [totals[unit] // 10**9 for unit in values] == [35, 24, 22, 0, 20]


def test_words_that_were_not_understood_are_named_and_counted() -> None:
    made = draft(table(["督查", "发现问题的每次扣2分，其余情形酌情减分扣分处理并由专班另计分。", "10", "县督查室"]))
    node = only(made)
    finding = next(finding for finding in made.findings if finding.code == "reading.W301")
    assert made.counts.not_understood == finding.data["count"] > 0
    assert node.check is not None
    assert finding.data["words"].split("；")[0] in node.check


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("垃圾清运率每低1个百分点扣2分，整改不力的加倍扣分，扣完为止。", "整改不力的加倍扣分"),
        ("发现垃圾每处扣2分。隐瞒不报的，参照上述标准双倍扣减。", "隐瞒不报的，参照上述标准双倍扣减"),
        ("未整改的扣2分，主动说明的减半扣分。", "主动说明的减半扣分"),
        ("第1名得10分，第2名得9分，其他名次以此类推。", "其他名次以此类推"),
        ("发现垃圾每处扣2分；弄虚作假的，取消全部得分并追加扣分。", "弄虚作假的，取消全部得分并追加扣分"),
    ],
)
def test_words_that_change_points_and_became_no_rule_are_not_understood(text: str, words: str) -> None:
    made = draft(table(["环境", text, "10", "县城管局"]))
    (passage,) = (passage for passage in made.passages if passage.text == text)
    marked = [text[mark.start : mark.end] for mark in passage.marks if mark.state == "not_understood"]
    assert words in marked or (made.counts.not_understood and any(words.endswith(part) for part in marked))
    finding = next(finding for finding in made.findings if finding.code == "reading.W301")
    assert finding.sources
    assert made.counts.not_understood == len(marked) > 0
    assert passage.state == "not_understood"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("迟报每次扣1分，因灾害断网的不扣分。", "因灾害断网的不扣分"),
        ("每引进1家加2分，不得弄虚作假。", "不得弄虚作假"),
        ("每引进1家加2分，经核实的方可加分。", "经核实的方可加分"),
        ("迟报每次扣1分，年内两次的，取消评优资格，约谈时扣发奖金200元。", "约谈时扣发奖金200元"),
    ],
)
def test_words_that_may_bear_on_points_and_became_no_rule_are_to_be_checked(text: str, words: str) -> None:
    made = draft(table(["报送", text, "10", "县政府办"]))
    node = only(made)
    assert words in (node.check or "")
    (passage,) = (passage for passage in made.passages if passage.text == text)
    assert words in [text[mark.start : mark.end] for mark in passage.marks if mark.state == "check"]
    assert made.counts.to_check > 0


@pytest.mark.parametrize("rest", ["否则不得分", "否则不计分", "反之得0分"])
def test_words_that_a_rule_implies_are_shown_as_read(rest: str) -> None:
    text = f"年度经费6000元以上的得8分，{rest}。"
    made = draft(table(["经费", text, "8", "县政府办"]))
    (passage,) = (passage for passage in made.passages if passage.text == text)
    assert rest in "".join(text[mark.start : mark.end] for mark in passage.marks if mark.state == "certain")
    assert rest not in (only(made).check or "")


def test_words_of_a_section_that_were_not_understood_are_counted() -> None:
    lines = (
        "云岭县2036年度考核办法",
        "一、考核内容（100分）",
        "（一）环境整治（100分）。整改不力的，所属各项加倍扣分。",
        "1.垃圾清运（60分）",
        "发现垃圾每处扣2分。",
        "2.污水处理（40分）",
        "污水直排每处扣5分。",
    )
    document = Document(
        "a.txt", "txt", tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(lines, 1))
    )
    made = draft(document)
    assert any("加倍扣分" in str(finding.data.get("words")) for finding in made.findings)
    assert made.counts.not_understood + made.counts.to_check > 0


def test_ballots_become_a_panel_that_the_indicator_takes_its_score_from() -> None:
    made = draft(table(["群众满意", "分优、良、差三等，每票分别按3分、1分、-1分计分。", "100", "县考核办"]))
    panel = scheme_of(made).panels[only(made).panel or ""]
    assert {option: str(value) for option, value in panel.options.items()} == {"优": "3", "良": "1", "差": "-1"}
    assert (str(panel.points), panel.provider, made.counts.to_check) == ("100", ("县考核办",), 1)
    assert panel.check is not None


def test_what_is_said_on_equal_places_belongs_to_the_rule_by_place() -> None:
    text = (
        "全县评比取得第1名加6分，第2名加3分，第3名减1分。如有并列，每个单位加分=该名次分值÷并列单位数（保留两位小数）。"
    )
    made = draft(table(["承担全县任务", text, "", "县督查室"]))
    (rule,) = only(made).rules
    assert "并列时按名次应得分除以并列个数（保留2位小数）" in rule.score
    assert made.counts.not_understood == 0
    assert not [finding for finding in made.findings if finding.code == "reading.W301"]


def test_the_last_places_are_ranked_here_and_to_be_checked() -> None:
    made = draft(table(["综治", "排名全县后三名的，分别扣10分、8分、5分。", "20", "县委政法委"]))
    rule = only(made).rules[0]
    assert (rule.ranked, rule.rank, rule.score) == ("综治", None, "后3名分别扣10分、8分、5分")
    assert rule.check is not None


def test_a_formula_for_persons_is_not_that_of_the_units() -> None:
    made = draft(
        table(
            ["甲", "每起扣5分。", "100", "县应急局"],
            before=("第一组（2个）：县水利局、县教育局",),
            after=("个人年度考核总分=民主测评得分×50%+领导评价得分×50%。",),
        )
    )
    assert scheme_of(made).total == ()
    assert any("针对个人" in choice.decision for choice in scheme_of(made).choices)


def test_the_total_names_its_parts_and_votes_become_panels() -> None:
    made = draft(
        table(
            ["招商引资", "由县商务局提供计分依据。", "60", "县商务局"],
            ["安全生产", "每起扣5分。", "40", "县应急局"],
            after=("考核总分＝工作实绩得分（含加减分）×80%＋领导评价得分×20%（保留两位小数）。",),
        )
    )
    scheme = scheme_of(made)
    assert [total.formula for total in scheme.total] == ["工作实绩得分×80%+领导评价得分×20%(保留两位小数)"]
    assert [(root.name, [item.name for item in root.items]) for root in scheme.indicators] == [
        ("工作实绩得分", ["招商引资", "安全生产"])
    ]
    assert list(scheme.panels) == ["领导评价得分"]
    assert scheme.total[0].check


def test_an_indicator_that_the_formula_weighs_by_itself_becomes_a_part() -> None:
    text = (
        "云岭县2036年度考核办法\n一、考核内容\n1.产业发展（60分）\n2.民生保障（40分）\n3.依法行政（10分）\n4.领导评价\n"
        "由县领导综合评价。\n二、结果\n考核得分=部门考核得分×90%+领导评价得分×10%。"
    )
    lines = [Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(text.split("\n"), 1)]
    scheme = scheme_of(draft(Document("a.txt", "txt", tuple(lines))))
    assert [root.name for root in scheme.indicators] == ["部门考核得分", "领导评价得分"]
    assert [item.name for item in scheme.indicators[0].items] == ["产业发展", "民生保障", "依法行政"]
    assert scheme.indicators[1].text == "由县领导综合评价。"
    assert scheme.indicators[1].points == 100


def test_a_part_that_each_groups_sheet_has_stays_that_of_its_group() -> None:
    sheets = "\n".join(
        f"（{number}）{group}\n1.产业发展（60分）\n2.民生保障（40分）\n3.依法行政（10分）\n4.领导评价\n由{group}分管领导评价。"
        for number, group in (("一", "乡镇"), ("二", "街道"))
    )
    text = (
        f"云岭县2036年度考核办法\n一、考核内容\n{sheets}\n二、分组\n一、乡镇（2个）\n云峰镇、白河镇\n二、街道（2个）\n东街街道、西街街道\n"
        "三、结果\n考核得分=部门考核得分×90%+领导评价得分×10%。"
    )
    lines = [Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(text.split("\n"), 1)]
    structure = structure_of(draft(Document("a.txt", "txt", tuple(lines))))
    parts = [(root.name, root.node.applies_to) for root in structure.roots if root.name == "领导评价得分"]
    assert parts == [("领导评价得分", ("乡镇",)), ("领导评价得分", ("街道",))]
    facts = plausible(structure)
    assert len(score(structure, facts).totals) == 4


def test_a_total_that_lists_shares_becomes_a_formula() -> None:
    made = draft(
        table(
            ["工作实绩", "由县考核办提供计分依据。", "100", "县考核办"],
            after=("考核总分由工作实绩（占70%）、群众满意度（占30%）组成。",),
        )
    )
    assert [total.formula for total in scheme_of(made).total] == ["工作实绩×70%+群众满意度×30%"]


def test_a_total_with_an_open_bracket_is_left_to_a_person() -> None:
    made = draft(table(["甲", "每起扣5分。", "40", "县应急局"], after=("考核总分=(甲×80%+领导评价×20%。",)))
    assert scheme_of(made).total == ()
    assert any("(甲×80%+领导评价×20%" in choice.decision for choice in scheme_of(made).choices)
    assert "reading.W304" in codes(made.findings)


def test_grades_come_with_shares_and_thresholds() -> None:
    made = draft(
        table(
            ["甲", "每起扣5分。", "100", "县应急局"],
            after=(
                "考核结果分为好、较好、一般、较差四个等次。",
                "95分以上的可评为好等次，各组好、较好、一般和较差等次的比例分别为30%、50%、15%和5%。",
                "得分在95分以上的可评定为好等次。",
            ),
        )
    )
    grades = scheme_of(made).grades
    assert [grade.name for grade in grades] == ["好", "较好", "一般", "较差"]
    assert [grade.share for grade in grades] == [Fraction(share, 100) for share in (30, 50, 15, 5)]
    assert [grade.at_least for grade in grades] == [95, None, None, None]


def test_what_shares_of_places_leave_open_is_a_choice() -> None:
    def choices(*after: str) -> set[str]:
        # Each share belongs to the grade before it, whatever was listed earlier in the sentence.
        shares = "考核结果分为优秀、良好、一般三个等次，优秀不超过30%，良好不超过40%，其余为一般。"
        made = draft(table(["甲", "每起扣5分。", "100", "县应急局"], after=(shares, *after)))
        grades = scheme_of(made).grades
        assert [(each.name, each.share) for each in grades] == [
            ("优秀", Fraction(3, 10)),
            ("良好", Fraction(2, 5)),
            ("一般", None),
        ]
        return {choice.name for choice in scheme_of(made).choices} & {"名额取整", "空出名额"}

    assert choices() == {"名额取整"}
    assert choices("得分在85分以上的可评为优秀等次。") == {"名额取整", "空出名额"}
    assert choices("得分在85分以上的可评为优秀等次。", "等次名额按四舍五入取整，名额可以空缺。") == set()


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        ("成效特别突出的，经领导小组研究，可酌情上浮一个等次。", "可酌情上浮一个等次"),
        ("发生责任事故的，取消评优资格，该项指标得零分，并追究责任。", "该项指标得零分"),
    ],
)
def test_what_moves_grades_or_points_and_is_not_made_is_listed(sentence: str, listed: str) -> None:
    made = draft(
        table(
            ["甲", "每起扣5分。", "100", "县应急局"],
            after=("考核结果分为优秀、良好两个等次，优秀占30%，其余为良好。", sentence),
        )
    )
    left = [str(finding.data["words"]) for finding in made.findings if finding.code == "reading.W307"]
    assert any(listed in text for text in left), left


def test_equal_totals_are_ordered_by_what_stands_before_the_place() -> None:
    shares, ties = "考核结果分为优秀、良好两个等次，优秀占30%，其余为良好。", "得分相同的，招商引资得分高者名次列前。"
    made = draft(table(["招商引资", "每起扣5分。", "100", "县应急局"], after=(shares, ties)))
    assert scheme_of(made).order == ("招商引资",)


@pytest.mark.parametrize(
    ("said", "ranks"),
    [
        ("得分相同的，招商引资得分高者名次列前。", "order"),
        ("总分相同的，依次比较招商引资得分，排定名次。", "order"),
        ("综合得分相同的，招商引资得分高的排名在前。", "order"),
        ("得分相同的，按招商引资得分高低确定等次。", "share"),
        ("得分相同的，依次比较招商引资得分。", "share"),
    ],
)
def test_ranks_of_equal_totals_are_told_apart_where_the_sentence_speaks_of_ranks(said: str, ranks: str) -> None:
    shares = "考核结果分为优秀、良好两个等次，优秀占30%，其余为良好。"
    scheme = scheme_of(draft(table(["招商引资", "每起扣5分。", "100", "县应急局"], after=(shares, said))))
    assert (scheme.order, scheme.rank_ties) == (("招商引资",), ranks)


def test_an_annex_that_begins_right_above_its_table_is_there_and_gives_its_title_without_its_number() -> None:
    first, second = (table(["学习教育", "每少一次扣1分。", "100", "机关党委"]).blocks[1] for _ in range(2))
    lines = [Paragraph(f"附件{number} {name}考核评分细则", source=Source("a.docx", paragraph=number * 10))
             for number, name in enumerate(("党建", "业务"), 1)]  # fmt: skip
    made = draft(Document("a.docx", "docx", (lines[0], first, lines[1], second)))
    assert "reading.W309" not in codes(made.findings)
    assert [root.name for root in scheme_of(made).indicators] == ["党建考核评分细则", "业务考核评分细则"]


def test_parts_of_parts_hold_the_sheets_and_the_rating_sheets_with_their_points() -> None:
    said = (
        "考核总分为100分，其中定量考核80分（党建工作30分、业务工作50分），定性考核20分（领导评价12分、科室互评8分）。"
    )
    sheets = [table(["台账", "每少一次扣1分。", points, "机关党委"]).blocks[1] for points in ("30", "50")]
    title = [Paragraph(f"{name}考核评分细则", source=Source("a.docx", paragraph=9 + number))
             for number, name in enumerate(("党建工作", "业务工作"))]  # fmt: skip
    texts = [["打分内容", "大局观念", "协作配合", "小计"], ["分值", "6", "6", "12"], ["办公室", "", "", ""]]
    rows = [[Cell(text, at, column, source=Source("a.docx", table=3, row=at + 1)) for column, text in enumerate(row)]
            for at, row in enumerate(texts)]  # fmt: skip
    rating = Grid(tuple(map(tuple, rows)), Source("a.docx", table=3))
    heading = Paragraph("领导评分表", source=Source("a.docx", paragraph=20))
    lines = [Paragraph(said, source=Source("a.docx", paragraph=1))]
    scheme = scheme_of(
        draft(Document("a.docx", "docx", (*lines, title[0], sheets[0], title[1], sheets[1], heading, rating)))
    )
    assert [
        (root.name, root.points, [(item.name, item.panel) for item in root.items]) for root in scheme.indicators
    ] == [
        ("定量考核", Decimal(80), [("党建工作考核评分细则", None), ("业务工作考核评分细则", None)]),
        ("定性考核", Decimal(20), [("领导评价", "领导评价"), ("科室互评", "科室互评")]),
    ]
    assert scheme.panels["领导评价"].dimensions == {"大局观念": 6, "协作配合": 6}
    assert scheme.panels["科室互评"].entered


def test_grades_by_score_bands_are_read_in_their_order() -> None:
    made = draft(
        table(
            ["甲", "每起扣5分。", "100", "县应急局"],
            after=(
                "考核结果分为优秀、良好、合格、不合格四个等次：90分以上为优秀，80—89分为良好，60—79分为合格，60分以下为不合格。",
            ),
        )
    )
    grades = scheme_of(made).grades
    assert [(grade.name, grade.at_least, grade.rest) for grade in grades] == [
        ("优秀", 90, False),
        ("良好", 80, False),
        ("合格", 60, False),
        ("不合格", None, True),
    ]


def test_what_the_notice_does_not_say_is_a_choice() -> None:
    made = draft(table(["甲", "每起扣5分。", "100", "县应急局"]))
    assert {choice.name for choice in scheme_of(made).choices} == {"分组", "总分", "等次"}
    assert {"reading.W303", "reading.W304", "reading.W305"} <= codes(made.findings)


def test_a_group_whose_units_are_counted_in_the_same_line_has_the_name_before_the_count() -> None:
    said = "局属各科室（单位），共3个：办公室、规划科、水利科。"
    scheme = scheme_of(draft(table(["巡河", "少巡一次扣2分。", "100", "河湖科"], before=("一、考核对象", said))))
    assert {name: (group.units, group.stated) for name, group in scheme.groups.items()} == {
        "局属各科室（单位）": (("办公室", "规划科", "水利科"), 3)
    }


def test_groups_keep_their_units_and_sheets_are_for_their_group() -> None:
    scheme = scheme_of(drafted("tables_headings.txt"))
    assert [(name, group.stated, len(group.units)) for name, group in scheme.groups.items()] == [
        ("乡镇", 4, 4),
        ("县直部门第一组", 3, 3),
    ]
    assert [(root.name, root.applies_to) for root in scheme.indicators] == [
        ("乡镇", ("乡镇",)),
        ("县直部门", ("县直部门第一组",)),
    ]


def test_sheets_of_departments_hold_for_that_department_alone() -> None:
    scheme = scheme_of(drafted("tables_county.docx"))
    root = next(root for root in scheme.indicators if root.name == "县水利局目标任务")
    assert root.applies_to == ("县水利局",)
    assert [(item.name, str(item.points)) for item in root.items] == [("重点工作任务", "60"), ("专项工作", "40")]
    assert "县水利局" in scheme.units


def test_unnamed_rows_of_a_section_are_told_apart() -> None:
    names = [node.name for node in structure_of(drafted("tables_blanks.xlsx")).nodes]
    assert {"平安建设（1）", "平安建设（2）"} <= set(names)


def test_a_document_without_indicators_still_gives_a_scheme() -> None:
    made = draft(Document("空.txt", "txt", (Paragraph("请准时参加会议。", source=Source("空.txt", line=1)),)))
    assert scheme_of(made).indicators == ()
    assert {"reading.W302", "reading.W306"} <= codes(made.findings)
    assert [passage.text for passage in made.passages] == ["请准时参加会议。"]


def test_passages_stand_in_the_order_of_the_file() -> None:
    made = draft(table(["甲", "每起扣5分。", "100", "县应急局"], before=("第一段。",), after=("末段。",)))
    assert [passage.text for passage in made.passages if passage.text] == ["第一段。", "每起扣5分。", "末段。"]


def test_points_that_stand_with_their_sign_in_a_column_are_given_and_taken() -> None:
    made = draft(
        table(
            ["获得市级表彰", "每项次加分", "＋3", "县委组织部"],
            ["发生较大事故", "每起扣分", "-10", "县应急局"],
            ["迟报信息", "每次扣0.5分", "-2", "县政府办"],
        )
    )
    scores = [rule.score for node in scheme_of(made).indicators for item in (node, *node.items) for rule in item.rules]
    assert scores == ["每项次加3分", "每起扣10分", "每次扣0.5分"]
    assert any("每起扣分（-10分）" in passage.text for passage in made.passages)


@pytest.mark.parametrize(
    ("text", "scores", "limits"),
    [
        (
            "完成目标得40分，每超（低）1个百分点加（减）1分，最高加5分。",
            ["达到100%计40分", "每超过1个百分点加1分", "每低于1个百分点扣1分"],
            "加分不超过5分",
        ),
        (
            "完成目标得36分，每超1个百分点加1分，最多加4分；每低1个百分点扣2分，扣完为止。",
            ["达到100%计36分", "每超过1个百分点加1分，最高4分", "每低于1个百分点扣2分"],
            "扣完为止",
        ),
        ("迟报每次扣1分，漏报每次扣2分，最多扣5分。", ["每次扣1分", "每次扣2分"], "减分不超过5分"),
    ],
)
def test_a_limit_holds_for_the_side_that_it_names(text: str, scores: list[str], limits: str) -> None:
    node = only(draft(table(["投资", text, "40", "县发改局"])))
    assert [rule.score for rule in node.rules] == scores
    assert node.limits == limits


def test_a_step_below_a_part_of_the_points_is_of_the_figure_before_and_to_be_checked() -> None:
    text = "播种面积达到任务数的，得120分，每减少1%扣5分；总产量达到任务数的，得80分，每减少1%扣4分。"
    rules = only(draft(table(["粮食生产", text, "300", "县农业局"]))).rules
    assert [rule.measure for rule in rules if rule.measure] == ["播种面积", "总产量"]
    assert all(rule.check for rule in rules if rule.measure)


def test_what_is_more_than_all_is_of_the_same_share() -> None:
    text = "完成年度任务的得40分，未完成的按完成比例计分，超额完成的每超10%加1分，最多加5分。"
    rules = only(draft(table(["到位资金", text, "40", "县商务局"]))).rules
    assert {rule.measure for rule in rules} == {"到位资金完成比例（%）"}


def test_points_of_several_parts_in_one_text_are_not_sure() -> None:
    text = "优良天数、达标率各25分，达到目标得满分，未达到目标的不得分。"
    assert all(rule.check for rule in only(draft(table(["生态", text, "50", "县环保局"]))).rules)
