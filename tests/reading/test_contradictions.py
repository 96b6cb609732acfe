"""What task tables, columns and sentences say against themselves, and what only looks so."""

from __future__ import annotations

import pytest

from kaoji.reading import Document, Grid, Paragraph
from kaoji.reading.drafts import draft
from kaoji.reading.drafts.written import written
from kaoji.reading.tasks import read_tasks
from tests.reading.invented import numbered, table

HEAD = ("序号", "目标任务", "年度目标", "实际完成", "完成率", "牵头单位", "启动时间", "完成时限")
TASKS = (
    ("1", "新修机耕路30公里", "30公里", "24公里", "80%", "县交通局", "2031年3月", "2031年11月"),
    ("2", "改造危桥8座", "8座", "6座", "75%", "县公路局", "2031年2月", "2031年10月"),
    ("3", "新增床位400张", "400张", "412张", "103%", "县民政局", "2031年1月", "2031年9月"),
    ("4", "培育示范社6家", "6家", "6家", "100%", "县农业局", "2031年1月", "2031年12月"),
)


def document_of(*blocks: Paragraph | Grid) -> Document:
    return Document("通知.docx", "docx", blocks)


def told(*rows: tuple[str, ...]) -> list[tuple[str, str]]:
    title = numbered(("云岭县2031年重点任务完成情况表",))
    document = document_of(*title, table(HEAD, *rows))
    found = read_tasks(document)[1]
    return [(one.code.removeprefix("reading."), str(one.data.get("task", ""))) for one in found if ".W" in one.code]


def with_cell(row: int, column: str, text: str) -> tuple[tuple[str, ...], ...]:
    at = HEAD.index(column)
    return tuple(
        (*cells[:at], text, *cells[at + 1 :]) if place == row else cells for place, cells in enumerate(TASKS, 1)
    )


@pytest.mark.parametrize(
    ("row", "column", "text", "expected"),
    [
        (1, "完成率", "80%", []),
        (1, "完成率", "88%", [("W236", "1")]),
        (3, "实际完成", "412.4张", []),
        (1, "完成时限", "2031年2月", [("W315", "")]),
        (1, "完成时限", "2031年3月", []),
        (2, "牵头单位", "", [("W238", "")]),
        (2, "完成时限", "", [("W238", "")]),
        (4, "目标任务", "改造危桥8座", [("W237", "")]),
        (2, "完成时限", "2030年10月", [("W315", ""), ("W315", "")]),
        (2, "完成时限", "13月底", [("W315", "")]),
    ],
)
def test_rows_are_held_against_themselves(row: int, column: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [one for one in told(*with_cell(row, column, text)) if one[0] not in ("W233", "W234")] == expected


def test_a_notice_of_tasks_alone_names_what_they_have_wrong() -> None:
    document = document_of(table(HEAD, *with_cell(1, "完成率", "88%")))
    assert {"reading.W312", "reading.W236"} <= {one.code for one in draft(document).findings}


def codes(*texts: str) -> list[str]:
    return [one.code.partition(".")[2] for one in written(numbered(texts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法自2031年3月1日起施行，有效期至2031年1月31日。", ["W315"]),
        ("本办法自2031年3月1日起施行，有效期至2033年2月28日。", []),
        ("3月10日前，各镇上报自评材料；2月底前，考核办完成审核。", ["W315"]),
        ("12月20日前，各镇上报自评材料；次年1月底前，考核办完成审核。", []),
        ("12月20日前，各镇上报自评材料；1月底前，考核办完成审核。", []),
        ("每月5日前上报；3月底前完成审核。", []),
        ("奖金共计300万元，其中先进奖180万元、进步奖90万元。", ["W313"]),
        ("奖金共计300万元，其中先进奖180万元、进步奖120万元。", []),
        ("设单项奖：增收奖、创新奖、治理奖共4个，每个奖励2万元。", ["W313"]),
        ("设先进奖3名，分别奖励10万元、8万元、6万元、4万元。", ["W239"]),
        ("设先进奖3名，分别奖励10万元、8万元、6万元。", []),
        ("建设口袋公园10个（其中城东3个、城西2个、城北3个）。", ["W313"]),
        ("评优秀名额：一类2个，二类3个，三类2个，共6个。", ["W313"]),
        ("评优秀名额：一类2个，二类3个，三类2个，共7个。", []),
        ("13个村、3个社区共15个单位参加考核。", ["W272"]),
        ("13个村、3个社区共16个单位参加考核。", []),
        ("有下列3种情形之一的，取消资格：弄虚作假的；发生事故的。", ["W313"]),
        ("有下列2种情形之一的，取消资格：弄虚作假的；发生事故的。", []),
        ("新进亿元以上项目1个得5分，5000万元以上项目1个得8分。", ["W261"]),
        ("新进亿元以上项目1个得8分，5000万元以上项目1个得5分。", []),
        ("测评票设四个档次，分别计100分、85分、70分。", ["W239"]),
        ("不得评优：1.发生事故的；2.弄虚作假的；4.信访被通报的。", ["W308"]),
        ("县（市）于1月底前报送数据，市统计局于1月15日前完成审核。", ["W315"]),
        ("发生一般责任事故每起扣4分；发生较大事故每起扣2分。", ["W261"]),
        ("优秀部门人均奖励8000元，良好部门人均奖励5000元，一般部门人均奖励6000元。", ["W261"]),
        ("各单位40个，分三个序列：党群序列（10个）、政府序列（20个）、垂管序列（8个）。", ["W272"]),
        ("各单位38个，分三个序列：党群序列（10个）、政府序列（20个）、垂管序列（8个）。", []),
        ("已发放260万元，其中高中140万元、职高150万元。", ["W313"]),
        ("已发放260万元，其中高中100万元、职高50万元。", []),
        ("设3个一级指标，权重分别为40%、30%、20%。", ["W213"]),
        ("优秀、良好、合格单位的绩效奖分别按1.2、1.0、1.1的系数核发。", ["W261"]),
        ("一等奖2名、二等奖3名，分别奖励20万元、15万元。", []),
        ("中层正职（3人）：甲科科长、乙科科长、丙科科长、丁科科长。", ["W272"]),
        ("考核内容包括发展（35分）、改革（25分）、治理（30分）三个方面，满分100分。", ["W209"]),
    ],
)
def test_sentences_are_held_against_themselves(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(("total", "expected"), [("60", []), ("65", ["65"])])
def test_a_total_below_any_column_is_held_against_it(total: str, expected: list[str]) -> None:
    rows = (("乡镇", "奖金（万元）"), ("东镇", "30"), ("西镇", "20"), ("南镇", "10"), ("合计", total))
    found = draft(document_of(table(*rows))).findings
    assert [one.data["stated"] for one in found if one.code == "reading.W209"] == expected


def test_a_bracket_in_a_sentence_of_a_cell_is_missed() -> None:
    rows = ("1", "新认定企业8家（其中智造5家、医药3家。"), ("2", "新建公园2个（含1个体育公园）。")
    found = draft(document_of(table(("序号", "完成情况"), *rows))).findings
    assert len([one for one in found if one.code == "scheme.W235"]) == 1


def test_a_unit_of_measurement_that_one_row_lacks_is_named() -> None:
    rows = [
        ("就业", "10", "人"),
        ("投资", "20", "万元"),
        ("税收", "10", "万元"),
        ("绿化", "5", ""),
        ("学位", "5", "个"),
    ]
    sheet = table(("指标名称", "分值", "计量单位", "评分标准"), *((*row, "按完成比例计分。") for row in rows))
    found = draft(document_of(*numbered(("云岭县2031年考核指标",)), sheet)).findings
    assert [one.data["names"] for one in found if one.code == "reading.W238"] == ["绿化"]


def test_the_rows_of_sections_and_of_totals_have_no_empty_cell() -> None:
    rows = [
        ("一、民生", "", ""),
        ("就业", "10", "每少1%扣1分。"),
        ("学位", "10", "每少1%扣1分。"),
        ("医保", "10", "每少1%扣1分。"),
    ]
    rows += [("养老", "10", "每少1%扣1分。"), ("合计", "", "40")]
    found = draft(
        document_of(*numbered(("云岭县2031年考核指标",)), table(("指标名称", "分值", "评分标准"), *rows))
    ).findings
    assert "reading.W238" not in {one.code for one in found}


@pytest.mark.parametrize(("last", "count"), [("10分", 0), ("8分", 1)])
def test_what_a_part_is_made_of_is_held_against_it(last: str, count: int) -> None:
    stated = "考评由职能工作（60分）、共性工作（40分）组成，满分100分。"
    parts = f"共性工作包括党建工作20分、廉政工作10分、平安建设{last}。"
    lines = numbered(("云岭县2031年度考核办法", "一、考评内容", stated + parts))
    found = draft(document_of(*lines)).findings
    assert len([one for one in found if one.code == "scheme.W210" and "共性" in str(one.data["name"])]) == count


def test_the_units_of_a_group_are_as_many_as_another_sentence_says() -> None:
    lines = ("分为医技组（3个）、行政组（2个）两个组。", "医技组：甲科、乙科。", "行政组：丙科、丁科。")
    assert [one.data["group"] for one in written(numbered(lines)) if one.code == "scheme.W272"] == ["医技组"]


@pytest.mark.parametrize(("name", "count"), [("税收占比", 1), ("信访工作", 0)])
def test_a_figure_that_two_sections_count_is_named(name: str, count: int) -> None:
    rows = [("质效", "增加值增速", "10"), ("质效", name, "10"), ("民生", "新增学位", "10"), ("民生", name, "10")]
    sheet = table(("一级指标", "二级指标", "分值"), *rows)
    found = draft(document_of(*numbered(("云岭县2031年考核指标",)), sheet)).findings
    assert len([one for one in found if one.code == "scheme.W271"]) == count


@pytest.mark.parametrize(("gone", "count"), [("", 0), ("第五条", 1)])
def test_articles_that_other_readings_took_are_not_missed(gone: str, count: int) -> None:
    articles = (
        "云岭县2031年度职工考核办法",
        "第一条 考核由业绩60分、作风40分组成，满分100分。",
        "第二条 业绩（60分）。按完成比例计分。",
        "第三条 作风（40分）。迟到每次扣1分，扣完为止。",
        "第四条 90分以上为优秀，60分以上不足90分为合格，不足60分为不合格。",
        "第五条 有下列情形之一的，为不合格：（一）弄虚作假的；（二）受到刑事处罚的。",
        "第六条 本办法自2031年1月1日起施行。",
    )
    found = draft(document_of(*numbered(each for each in articles if not gone or not each.startswith(gone)))).findings
    assert len([one for one in found if one.code == "reading.W308"]) == count
