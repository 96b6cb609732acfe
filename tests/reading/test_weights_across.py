"""Tables that lay the parts of a total side by side."""

from __future__ import annotations

from kaoji.reading import Cell, Grid
from kaoji.reading.sheets.weights_across import weights_across
from tests.reading.invented import found, of_blocks, table, unread

UNITS = ("一、考核对象", "镇（2个）：芦港镇、盐塘镇", "局（2个）：渔政局、盐务局", "二、考核内容及权重")


def test_a_row_of_weights_for_each_group_is_a_formula_each() -> None:
    made, scheme = of_blocks(
        "2041年度滨海县考核办法",
        *UNITS,
        table(("考核对象", "产业", "治理", "评议"), ("镇", "50%", "30%", "20%"), ("局", "—", "60%", "40%")),
    )
    assert unread(made) == ""
    assert [(total.applies_to, total.formula) for total in scheme.total] == [
        (("镇",), "产业×50%+治理×30%+评议×20%"),
        (("局",), "治理×60%+评议×40%"),
    ]
    assert found(scheme, "产业").applies_to == ("镇",)
    assert list(scheme.panels) == ["评议"]


def test_points_under_heads_of_two_levels_are_parts_of_parts() -> None:
    _, scheme = of_blocks(
        "2041年度渔政局科室考核项目及分值",
        Grid(
            (
                (
                    Cell("考核项目", 0, 0, 2),
                    Cell("总分", 0, 1, 2),
                    Cell("量化考核（65分）", 0, 2, 1, 3),
                    Cell("评议考核（35分）", 0, 5, 1, 2),
                ),
                tuple(
                    Cell(text, 1, at) for at, text in enumerate(("学习", "纪律", "业务", "局领导打分", "科室互评"), 2)
                ),
                tuple(Cell(text, 2, at) for at, text in enumerate(("分值", "100", "10", "15", "40", "20", "15"))),
                (Cell("加分项", 3, 0), Cell("加分最高不超过8分", 3, 1, 1, 6)),
            )
        ),
    )
    assert [(node.name, str(node.points), [(one.name, str(one.points)) for one in node.items]) for node in scheme.indicators] == [
        ("量化考核", "65", [("学习", "10"), ("纪律", "15"), ("业务", "40")]),
        ("评议考核", "35", [("局领导打分", "20"), ("科室互评", "15")]),
    ]  # fmt: skip


def test_other_tables_of_numbers_are_none() -> None:
    shares = table(("组别", "优秀", "良好", "一般"), ("镇", "30%", "50%", "20%"), ("局", "30%", "50%", "20%"))
    sheet = table(("打分内容", "大局", "业务", "小计"), ("分值", "40", "60", "100"), ("渔政科", "", "", ""))
    amounts = table(("乡镇", "稻田", "鱼塘"), ("芦港", "120", "80"), ("盐塘", "90", "75"))
    for grid, title in ((shares, "名额"), (sheet, "打分表"), (sheet, "项目"), (amounts, "任务分解表")):
        assert weights_across(grid, title) is None
