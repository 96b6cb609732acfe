"""Percentages beside rows: weights of what counts on a hundred, or as many points; and sheets below numbered headings."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.drafts import Draft, draft
from kaoji.scheme.model import Node, Scheme
from kaoji.writing.review import review_page
from tests.reading.invented import of_blocks
from tests.reading.test_drafting import structure_of

Rows = tuple[tuple[str, str, str], ...]


def grid(number: int, rows: Rows, points: str) -> Grid:
    texts = [("考核项目", "评分标准", points), *rows]
    return Grid(
        tuple(
            tuple(
                Cell(text, at, column, source=Source("a.docx", table=number, row=at + 1))
                for column, text in enumerate(row)
            )
            for at, row in enumerate(texts)
        ),
        Source("a.docx", table=number),
    )


def read(*blocks: str | Rows, points: str = "权重") -> Draft:
    """Draft a notice of lines and of tables."""
    made: list[Paragraph | Grid] = []
    for number, block in enumerate(("临江县2033年度渔政考核办法", *blocks), 1):
        if isinstance(block, str):
            made.append(Paragraph(block, source=Source("a.docx", paragraph=number)))
        else:
            made.append(grid(number, block, points))
    return draft(Document("a.docx", "docx", tuple(made)))


def weights(scheme: Scheme) -> list[str]:
    """Give each part with its points and its weight."""
    return [
        f"{node.name} {node.points}" + ("" if node.weight is None else f"×{node.weight}") for node in scheme.indicators
    ]


HUNDRED: Rows = (
    ("增殖放流", "满分100分。放流尾数达到计划数的得70分，未达到的不得分。", "30%"),
    ("禁渔执法", "漏查渔船每艘扣2分。", "45%"),
    ("渔港安全", "发生沉船的每起扣10分。", "25%"),
)
OWN: Rows = (("增殖放流", "放流尾数达到计划数的得30分。", "30%"), ("禁渔执法", "漏查渔船每艘扣2分。", "70%"))


def test_rows_that_count_on_a_hundred_are_weighed_all_together() -> None:
    made = read("渔政考核评分表", HUNDRED)
    scheme = structure_of(made).scheme
    assert weights(scheme) == ["增殖放流 100×3/10", "禁渔执法 100×9/20", "渔港安全 100×1/4"]
    assert all("以百分比标明权重" in (node.check or "") for node in scheme.indicators)
    assert [passage.points for passage in made.passages if passage.points] == ["100×30%", "100×45%", "100×25%"]
    assert not any(finding.code == "scheme.W220" for finding in made.findings)


def test_rows_that_give_their_percentage_are_worth_as_many_points() -> None:
    scheme = structure_of(read("渔政考核评分表", OWN)).scheme
    assert weights(scheme) == ["增殖放流 30", "禁渔执法 70"]
    assert all("同数的分值" in (node.check or "") for node in scheme.indicators)


def test_a_sentence_on_weights_decides_where_the_rows_do_not() -> None:
    silent: Rows = (("禁渔执法", "漏查渔船每艘扣2分。", "60%"), ("渔港安全", "发生沉船的每起扣10分。", "40%"))
    assert weights(structure_of(read("渔政考核评分表", silent)).scheme)[0] == "禁渔执法 60"
    made = read("各项均按百分制评分，再按权重折算计入总分。", "渔政考核评分表", silent)
    assert weights(structure_of(made).scheme)[0] == "禁渔执法 100×3/5"
    assert not any(finding.code == "reading.W307" for finding in made.findings)


def test_a_formula_weighs_its_parts_once() -> None:
    made = read("年度得分＝增殖放流×30%＋禁渔执法×45%＋渔港安全×25%。", "渔政考核评分表", HUNDRED)
    scheme = structure_of(made).scheme
    assert weights(scheme) == ["增殖放流 100", "禁渔执法 100", "渔港安全 100"]


def test_a_column_headed_in_per_cent_holds_percentages() -> None:
    plain: Rows = tuple((name, text, weight.rstrip("%")) for name, text, weight in HUNDRED)
    scheme = structure_of(read("渔政考核评分表", plain, points="权重（%）")).scheme
    assert [node.weight for node in scheme.indicators] == [Fraction(3, 10), Fraction(9, 20), Fraction(1, 4)]


FIRST: Rows = (("放流", "每少1次扣2分。", "40"), ("执法", "漏查渔船每艘扣2分。", "20"))
SECOND: Rows = (("台账", "缺1项扣1分。", "30"),)


def tree(node: Node) -> tuple[str, list[str]]:
    return node.name, [item.name for item in node.items]


def test_a_sheet_belongs_to_the_numbered_heading_with_points_that_it_stands_under() -> None:
    made = read(
        "一、考核内容",
        "实行百分制，总分100分，其中：业务工作60分，内部管理30分，群众评价10分。",
        "（一）业务工作（60分）。按月检查。",
        FIRST,
        "（二）内部管理（30分）。",
        SECOND,
        "（三）群众评价（10分）。由县渔业局组织，按满意率折算得分。",
        points="分值",
    )
    scheme = structure_of(made).scheme
    (root,) = scheme.indicators
    sections = root.items or scheme.indicators
    assert list(map(tree, sections)) == [("业务工作", ["放流", "执法"]), ("内部管理", ["台账"]), ("群众评价", [])]
    assert not any(finding.code in ("scheme.W210", "reading.W308") for finding in made.findings)


def test_a_chapter_that_is_a_table_is_not_missing_from_the_numbers() -> None:
    made = read(
        "一、考核对象", "全县各渔政所。", "二、考核办法", "综合得分＝日常检查得分×60%＋年底检查得分×40%。",
        "三、日常检查（100分）", FIRST, "四、年底检查（100分）", SECOND, "五、其他", "本办法自印发之日起施行。", points="分值",
    )  # fmt: skip
    assert not any(finding.code == "reading.W308" for finding in made.findings)
    assert [(node.name, len(node.items)) for node in structure_of(made).scheme.indicators] == [
        ("日常检查得分", 2),
        ("年底检查得分", 1),
    ]


def test_a_row_of_deductions_without_points_takes_from_the_total() -> None:
    rows: Rows = (
        ("加分项", "承办现场会的加3分。", ""),
        ("减分项", "被媒体曝光的，每次扣2分。", ""),
        ("放流", "每少1次扣2分。", "100"),
    )
    nodes = structure_of(read("渔政考核评分表", rows, points="分值")).scheme.indicators
    assert [(node.name, node.bonus) for node in nodes] == [("加分项", True), ("减分项", True), ("放流", False)]


def test_the_page_for_review_says_points_and_weights_as_a_notice_does() -> None:
    page = review_page(read("渔政考核评分表", HUNDRED))
    assert "（100分×30%）" in page
    assert "（30%）" in review_page(read("渔政考核评分表", OWN))


THOUSAND: Rows = (("放流", "每少1次扣20分。", "600"), ("执法", "漏查渔船每艘扣20分。", "400"))


@pytest.mark.parametrize(
    ("sentence", "is_left"),
    [
        ("实行千分制，总分1000分。", False),
        ("年度考核由放流（600分）和执法（400分）两部分组成。", False),
        ("总分1000分，其中放流600分、执法400分。", False),
        ("总分1000分，其中放流500分、执法500分。", True),
        ("实行百分制，总分100分。", True),
        ("实行千分制，总分1000分，最后折算为百分制。", True),
    ],
)
def test_the_points_of_the_whole_are_no_part_and_are_compared_with_the_parts(sentence: str, *, is_left: bool) -> None:
    made = read(sentence, "渔政考核评分表", THOUSAND, points="分值")
    assert weights(structure_of(made).scheme) == ["放流 600", "执法 400"]
    assert any(finding.code == "reading.W307" for finding in made.findings) == is_left


def test_weights_that_the_formula_has_otherwise_are_reported() -> None:
    rows = (
        ("指标", "权重", "计分标准"),
        ("投资", "40%", "按百分制计分，完成得100分。"),
        ("税收", "30%", "按百分制计分，完成得100分。"),
        ("安全", "25%", "按百分制计分，完成得100分。"),
    )
    cells = (tuple(Cell(text, at, column) for column, text in enumerate(row)) for at, row in enumerate(rows))
    formula = "二、综合得分=投资得分×40%+税收得分×30%+安全得分×30%。"
    made, _ = of_blocks("云岭县2031年度园区考核办法", "一、考核内容", Grid(tuple(cells)), formula)
    assert [(one.data["inside"], one.data["beside"]) for one in made.findings if one.code == "reading.W201"] == [
        ("25%", "30%")
    ]
    assert [one.data["weights"] for one in made.findings if one.code == "scheme.W213"] == ["95%"]
