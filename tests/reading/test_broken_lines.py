"""Notices in running text: what is drafted stays the same however their lines break."""

from __future__ import annotations

import pytest

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.drafts import drafts
from kaoji.reading.tasks import read_tasks
from kaoji.scheme import load_scheme
from kaoji.scheme.model import Scheme

_NOTICE = """\
云溪县2041年度乡镇和部门综合考核实施方案
为把县委全会定下的各件大事逐项做成，使各单位愿意多做、敢于承担，也让做得好的有奖励，制定本方案。
一、考核内容
（一）乡镇
1.产业发展（40分）
1）税收收入（25分）
2）民营经济（15分）
2.生态环境（25分）
3.基层治理（35分）
1）平安建设（20分）
2）信访工作（15分）
（二）县直部门
1.主要职能工作（60分）
对照县委全会排定的指标和本单位当年要办的大事，由单位设定5至10项，经县分管领导审核。
2.机关党建（40分）
（三）加减分项目（加分、减分最高均不超过 5 分）
1.受到省级表彰的加2分，受到市级表彰的加1分。
2.被市级通报批评的，每次减1分（2042年各部门目标任务内容另行下达）。
二、考核方式
（一）平时考核。由县考核办采取日常检查、专项督查等方式进行。
（二）年终考核。由县考核办组织考核组实地考核。
三、等次评定
考核结果分为好、较好、一般三个等次，好等次不超过本组单位数的30%，低于60分的为一般等次。
四、组织领导
成立县综合考核工作领导小组，办公室设在县委组织部。
五、工作要求
各单位报送的进度应当真实，虚报的一律作废。
附件：考核单位分组名单
一、乡镇（5个）
河东镇、河西镇、柳林乡、枣园乡、石门镇
二、县直部门（6个）
县水利局、县林业局、县粮食局、县司法局、县审计局、县农业农村局"""


def _wrapped(width: int, text: str = _NOTICE) -> list[str]:
    """Cut lines where they are as wide as a page; a Chinese character is as wide as two letters."""
    cut: list[str] = []
    for line in text.split("\n"):
        cut.append("")
        taken = 0
        for letter in line:
            wide = 1 if letter.isascii() else 2
            if taken + wide > width:
                cut.append("")
                taken = 0
            cut[-1] += letter
            taken += wide
    return cut


def _drafted(lines: list[str]) -> Scheme:
    parts = tuple(Paragraph(line, source=Source("办法.txt", line=at)) for at, line in enumerate(lines, 1))
    (made,) = drafts(Document("办法.txt", "txt", parts))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    return structure.scheme


@pytest.fixture(scope="module")
def whole() -> Scheme:
    return _drafted(_NOTICE.split("\n"))


def test_the_notice_is_read(whole: Scheme) -> None:
    assert whole.title == "云溪县2041年度乡镇和部门综合考核实施方案"
    assert {name: len(group.units) for name, group in whole.groups.items()} == {"乡镇": 5, "县直部门": 6}
    sheets = [(node.name, [(item.name, str(item.points)) for item in node.items]) for node in whole.indicators[:2]]
    assert sheets == [
        ("乡镇", [("产业发展", "40"), ("生态环境", "25"), ("基层治理", "35")]),
        ("县直部门", [("主要职能工作", "60"), ("机关党建", "40")]),
    ]
    assert whole.indicators[2].limits == "加分不超过5分，减分不超过5分"


@pytest.mark.parametrize("width", [40, 44, 48, 52, 56, 62, 68, 76, 90])
def test_a_notice_whose_lines_were_cut_is_drafted_alike(whole: Scheme, width: int) -> None:
    cut = _drafted(_wrapped(width))
    assert cut.groups == whole.groups
    said = [[node.model_dump(exclude={"source", "text", "check"}) for node in each.indicators] for each in (cut, whole)]
    for one, other in zip(*said, strict=True):
        assert _bare(one) == _bare(other)
    assert [(grade.name, grade.share) for grade in cut.grades] == [(grade.name, grade.share) for grade in whole.grades]


def _bare(node: object) -> object:
    """Leave out where things stand and how they are worded."""
    if isinstance(node, dict):
        return {key: _bare(value) for key, value in node.items() if key not in ("source", "text", "check")}
    return [_bare(one) for one in node] if isinstance(node, list | tuple) else node


_PLAN = """\
平川县2041年地下管网整治工作方案
为继续规范全县地下管网使用管理，消除安全隐患，保障人民群众生命财产安全，结合全县实际，制定本方案。
一、具体任务及分工
1、拟定管网改造的分步安排和当年每月的进度，送县管网改造协调小组办公室存档。
主责单位：县住房和城乡建设局
协办单位：各乡镇、街道
完成时限：2041年3月
2、清除老旧小区违规接驳管线18处，逐处编号登记到册，发现新的问题当天派人处理好。
主责单位：城关街道、河东镇
协办单位：县住房和城乡建设局、县自然资源局平川分局
完成时限：贯穿全年
3、按照《消防技术措施》做好检查摸底和评估工作。
主责单位：各乡镇、街道办事处
协办单位：县消防救援大队、县住房和城乡建设局
完成时限：摸底和评估工作在2041年5月底完成"""


@pytest.mark.parametrize("width", [200, 36, 40, 44, 46, 50, 54, 60, 84])
def test_who_does_a_task_by_when_begins_a_line_however_the_one_before_ends(width: int) -> None:
    parts = tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(_wrapped(width, _PLAN), 1))
    found, _ = read_tasks(Document("a.txt", "txt", parts))
    assert [(task.lead_units, task.related_units, task.deadline) for task in found] == [
        (("县住房和城乡建设局",), ("各乡镇、街道",), "2041年3月"),
        (("城关街道", "河东镇"), ("县住房和城乡建设局", "县自然资源局平川分局"), "贯穿全年"),
        (("各乡镇、街道办事处",), ("县消防救援大队", "县住房和城乡建设局"), "摸底和评估工作在2041年5月底完成"),
    ]
    assert [(target.value, target.unit) for task in found for target in task.targets] == [("18", "处")]
