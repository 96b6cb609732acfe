"""Tables of printed pages whose cells were cut at the widths of their columns before they became lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import read_tasks


def cut(text: str, letters: int) -> list[str]:
    return [text[at : at + letters] for at in range(0, len(text), letters)]


def document(title: str, heads: str, widths: Sequence[int], rows: str) -> Document:
    """Make the lines of a table: heads on one line, each cell cut at so many letters; strokes part cells of a row."""
    lines = [title, heads.replace("/", " ")]
    for row in rows.strip().split("\n"):
        for cell, width in zip(row.strip().split("/"), widths, strict=True):
            lines += cut(cell, width)
    return Document(
        "a.txt", "txt", tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(lines, 1))
    )


def read_rows(found: Document) -> list[tuple[str, str, str, str]]:
    """Give parent, name, points and text of each leaf."""
    sheets = outline(found)[0].sheets
    return [(path[-1].name if path[1:] else "", leaf.name, leaf.points, leaf.text) for path, leaf in leaves(sheets)]


def test_names_that_were_cut_are_whole_again() -> None:
    found = document(
        "青川县2034年乡镇工作实绩计分表",
        "序号/指标名称/评估内容与计分方法/分值",
        (4, 6, 15, 4),
        """
        1/茶叶产业与乡村旅游/新建标准化茶园不少于三百亩的,计满分;每少十亩扣1分,扣完为止。/20分
        2/河湖管护和水土保持/巡河记录完整、问题按期销号的,计满分;每发现一处漂浮物扣1分。/15分
        3/社会治理网格化服务/网格员每月入户走访不少于十户的,计满分;走访每少一户扣0.5分。/10分
        4/乡村旅游接待设施建设/新增农家乐五家的,计满分;每少一家扣2分,每多一家加1分。/10分
        """,
    )
    assert [row[1:3] for row in read_rows(found)] == [
        ("茶叶产业与乡村旅游", "20"),
        ("河湖管护和水土保持", "15"),
        ("社会治理网格化服务", "10"),
        ("乡村旅游接待设施建设", "10"),
    ]


def test_what_is_asked_for_in_sentences_names_a_row() -> None:
    rows = """
        1/有管护小组,有专人负责,经费有着落。/7/有小组的得2分。有经费的得5分。
        2/保洁员按人口配备,有名册,有考勤。/10/配足的得6分;有名册、有考勤的各得2分。
        3/河道、沟渠无垃圾,无违建,水质达标。/12/无垃圾的得5分。无违建的得4分。水质达标的得3分。
        """
    found = document("青川县村庄环境评分表", "序号/内容/标准分/评分标准", (4, 30, 4, 40), rows)
    whole = [
        ("", "有管护小组,有专人负责,经费有着落。", "7", "有小组的得2分。有经费的得5分。"),
        ("", "保洁员按人口配备,有名册,有考勤。", "10", "配足的得6分;有名册、有考勤的各得2分。"),
        ("", "河道、沟渠无垃圾,无违建,水质达标。", "12", "无垃圾的得5分。无违建的得4分。水质达标的得3分。"),
    ]
    assert read_rows(found) == whole
    assert read_rows(document("青川县村庄环境评分表", "序号/内容/标准分/评分标准", (4, 9, 4, 10), rows)) == whole


def test_a_count_in_brackets_that_was_cut_belongs_to_the_name() -> None:
    found = document(
        "青川县考核项目和分值",
        "项目/分值/考核内容",
        (7, 4, 16),
        """
        产业指标(12项,300分)/120/考核茶叶产量、畜禽出栏、粮食产量等五项指标的完成情况和增长速度。
        /90/考核园区基础设施投入、企业入园数、就业人数等四项指标的完成情况。
        民生指标(8项,200分)/110/考核教育、医疗、养老、住房等四项指标的完成情况和群众满意程度。
        /90/考核饮水安全、道路硬化、危房改造等四项指标的完成情况和质量。
        """,
    )
    assert [(row[0], row[2]) for row in read_rows(found)] == [
        ("产业指标", "120"),
        ("产业指标", "90"),
        ("民生指标", "110"),
        ("民生指标", "90"),
    ]


def test_units_and_deadlines_that_were_cut_are_whole_again() -> None:
    found = document(
        "青川县2034年重点任务分工表",
        "序号/重点任务/牵头单位/责任单位/完成时间",
        (4, 12, 6, 6, 8),
        """
        1/完成城北片区污水管网改造十二公里。/县住建局/青川经济开发区,城北街道/2034年6月底前
        2/新建社区养老服务站八处。/县民政局/各街道,县自然资源局/2034年9月底前
        3/创建省级茶叶产业园一个。/县农业农村局/青川经济开发区,云岭乡/2034年11月底前
        4/规上工业增加值增长百分之九。/县经信局/青川经济开发区/2034年12月底前
        """,
    )
    assert [(task.lead_units, task.related_units, task.deadline) for task in read_tasks(found)[0]] == [
        (("县住建局",), ("青川经济开发区", "城北街道"), "2034年6月底前"),
        (("县民政局",), ("各街道", "县自然资源局"), "2034年9月底前"),
        (("县农业农村局",), ("青川经济开发区", "云岭乡"), "2034年11月底前"),
        (("县经信局",), ("青川经济开发区",), "2034年12月底前"),
    ]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_bare_numbers_are_those_of_rows_where_points_have_their_sign(gap: str) -> None:
    cells = (
        "序号/考评内容/分值/评分标准/考评方式/自评分/镇复核分/1/落实河长制度,明确巡河责任。/6分/未明确责任人的扣6分。/听取汇报,查阅文件。/"
        "5分/未签订责任书的扣5分。/2/制定防汛预案,组织防汛演练。/6分/未制定预案的扣6分。/查阅文件,实地抽查。/4分/未组织演练的扣4分。/"
        "3/保障管护经费。/8分/未列入预算的扣8分。/查阅账册。"
    )
    lines = f"青川县河湖管护考评标准\n{gap}" + cells.replace("/", f"\n{gap}")
    found = Document(
        "a.txt",
        "txt",
        tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(lines.split("\n"))),
    )
    assert [row[:3] for row in read_rows(found)] == [
        ("落实河长制度,明确巡河责任。", "", "6"),
        ("落实河长制度,明确巡河责任。", "", "5"),
        ("制定防汛预案,组织防汛演练。", "", "6"),
        ("制定防汛预案,组织防汛演练。", "", "4"),
        ("", "保障管护经费。", "8"),
    ]


def test_the_number_of_a_page_before_a_repeated_head_is_no_points() -> None:
    cells = "类别/分值/计分办法/考核单位/茶园投资/12/每少1个百分点扣0.2分。/县发改局/1/类别/分值/计分办法/考核单位/信访维稳/10/每批次扣2分。/县信访局"
    found = Document(
        "a.txt",
        "txt",
        tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(cells.split("/"))),
    )
    assert [row[1:3] for row in read_rows(found)] == [("茶园投资", "12"), ("信访维稳", "10")]
