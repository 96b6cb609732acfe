"""Running text that names what is scored, as offices write it without a table."""

from __future__ import annotations

from tests.reading.test_usual_sheets import Row, read_lines, read_table, told


def test_points_may_stand_between_a_comma_and_a_colon() -> None:
    found = read_lines(
        "案卷评查办法\n第八条 评查内容和分值为：\n（一）执法主体，60分：主体不合格的，不得分；\n（二）程序，30分：超期的，扣5分；\n"
        "（三）归档，10分：缺失的，每份扣2分。"
    )
    assert told(found) == [
        "/执法主体 60 : 主体不合格的，不得分；",
        "/程序 30 : 超期的，扣5分；",
        "/归档 10 : 缺失的，每份扣2分。",
    ]


def test_rules_of_the_next_article_are_those_of_the_indicators_that_they_name() -> None:
    lines = [
        "河长制考核办法",
        "第五条 考核指标及分值：",
        "（一）巡河（分值25分）；",
        "（二）水质（分值75分）。",
        "第六条 评分标准：",
        "（一）巡河：每少1次扣2分。",
        "（二）水质：下降一个类别的，扣15分。",
    ]
    assert told(read_lines("\n".join(lines))) == ["/巡河 25 : 每少1次扣2分。", "/水质 75 : 下降一个类别的，扣15分。"]
    # Where one of them is not said, none is put to a name.
    assert told(read_lines("\n".join(lines[:-1]))) == ["/巡河 25 : ", "/水质 75 : "]


def test_signs_before_names_with_points_tell_levels_by_which_is_seen_first() -> None:
    found = read_lines(
        "物业服务考核细则\n★客户服务（30分）\n●投诉（15分）：未回复的，每件扣1分。\n●回访（15分）：低于10%的，扣5分。\n"
        "★设施维护（70分）\n●电梯（40分）：困人的，每次扣5分。\n●供水（30分）：未清洗的，扣10分。"
    )
    assert told(found) == [
        "客户服务/投诉 15 : 未回复的，每件扣1分。",
        "客户服务/回访 15 : 低于10%的，扣5分。",
        "设施维护/电梯 40 : 困人的，每次扣5分。",
        "设施维护/供水 30 : 未清洗的，扣10分。",
    ]


def test_a_heading_above_a_head_that_is_printed_again_heads_its_rows() -> None:
    found = read_table(
        ("一、组织管理（20分）", "<", "<", "<"),
        ("督导内容", "分值", "评分标准", "得分"),
        ("计划", "10", "无计划扣10分", ""),
        ("人员", "10", "无专人扣5分", ""),
        ("二、服务内容（80分）", "<", "<", "<"),
        ("督导内容", "分值", "评分标准", "得分"),
        ("讲座", "80", "少一次扣3分", ""),
    )
    assert [line.partition(" ")[0] for line in told(found)] == ["组织管理/计划", "组织管理/人员", "服务内容/讲座"]
    assert [node.points for node in found.sheets[0].children] == ["20", "80"]


def test_points_that_the_head_states_for_each_row_are_those_of_each() -> None:
    rows: tuple[Row, ...] = (
        ("序号", "项目名称", "考核要求及评分办法（每项满分10分）", "考核人"),
        ("1", "管护", "不及时的每亩扣1分", "生产科"),
        ("2", "采摘", "不合标准的每次扣1分", "质检科"),
    )
    assert [line.partition(":")[0] for line in told(read_table(*rows))] == ["/管护 10 生产科", "/采摘 10 质检科"]


def test_digits_of_one_number_in_a_narrow_column_are_no_list() -> None:
    found = read_table(
        ("考评\n维度", "考评\n指标", "分\n值", "评分\n依据", "考评\n主体"),
        ("基础\n服务", "保洁\n服务", "1\n5", "每处扣1分", "社\n区"),
        ("公共\n安全", "消防\n通道", "85", "堵塞每次扣2分", "消防站"),
        ("居民\n评议", "满意度", "10", "每低1%扣1分", "居委会"),
    )
    assert told(found)[0] == "基础服务/保洁服务 15 社区: 每处扣1分"


def test_columns_of_what_is_added_and_of_what_is_taken_are_both_the_text() -> None:
    found = read_table(
        ("考核指标", "标准分", "加减分标准", "<", "考核部门"),
        ("^", "^", "加分", "减分", "^"),
        ("利润", "40", "每超1%加0.5分", "每低1%扣1分", "财政局"),
        ("保值", "30", "每超1%加0.2分", "每低1%扣0.5分", "国资办"),
        ("负债", "30", "—", "每超1%扣2分", "国资办"),
    )
    assert [line.partition(": ")[2] for line in told(found)] == [
        "每超1%加0.5分\n每低1%扣1分",
        "每超1%加0.2分\n每低1%扣0.5分",
        "每超1%扣2分",
    ]
