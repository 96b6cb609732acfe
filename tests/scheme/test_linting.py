"""Lint: each bad scheme gives exactly the findings it names, each good one none; texts are checked without a scheme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from kaoji.diagnostics import Diagnostic, Source, has_errors
from kaoji.scheme import load, load_scheme, resolve
from kaoji.scheme.linting import lint, lint_text, says_fractions

CASES = Path(__file__).parent.parent / "cases" / "schemes"
EXPECT = re.compile(r"^# expect: (\S+) (\d+)$", re.MULTILINE)
HERE = Source("notice.docx", 4)


def findings(path: Path) -> list[Diagnostic]:
    """Check a scheme as `kaoji check` does: what makes it unusable ends the check."""
    file, found = load(path)
    if file is None:
        return found
    structure, problems = resolve(file)
    found = found + problems
    return found if has_errors(found) else found + lint(structure)


@pytest.mark.parametrize("path", sorted((CASES / "bad").glob("*.yaml")), ids=lambda path: path.stem)
def test_bad_scheme_gives_exactly_what_it_expects(path: Path) -> None:
    expected = sorted((code, int(line)) for code, line in EXPECT.findall(path.read_text(encoding="utf-8")))
    found = findings(path)
    assert sorted((item.code, item.sources[0].line) for item in found) == expected
    assert all(item.sentence("en") and item.sentence("zh") for item in found)


@pytest.mark.parametrize("path", sorted((CASES / "good").glob("*.yaml")), ids=lambda path: path.stem)
def test_good_scheme_gives_nothing(path: Path) -> None:
    assert [item.line("en") for item in findings(path)] == []


def lint_of(text: str, *, policy: bool = True) -> list[Diagnostic]:
    file, problems = load(text)
    assert file is not None
    assert problems == []
    structure, problems = resolve(file)
    assert problems == []
    return lint(structure, policy=policy)


def test_findings_come_in_the_order_of_the_file() -> None:
    text = (CASES / "bad/W211-full-marks.yaml").read_text(encoding="utf-8") + "grades:\n  - {name: 好, share: 90%}\n"
    found = lint_of(text)
    assert [item.code for item in found] == ["scheme.W211", "scheme.I257", "scheme.W252"]
    assert [item.sources[0].line for item in found] == sorted(item.sources[0].line or 0 for item in found)


def test_policy_findings_are_left_out_when_switched_off() -> None:
    text = (CASES / "bad/policy-W303-likes.yaml").read_text(encoding="utf-8")
    assert [item.code for item in lint_of(text)] == ["policy.W303"]
    assert lint_of(text, policy=False) == []


def test_section_sum_names_both_numbers_and_every_place() -> None:
    (found,) = findings(CASES / "bad/W210-section-sum.yaml")
    assert (found.data["sum"], found.data["points"]) == ("90", "100")
    assert [source.line for source in found.sources] == [8, 11, 12]
    assert "90" in found.sentence("en")
    assert "100" in found.sentence("en")


def test_full_marks_of_a_group_are_written_out() -> None:
    (found,) = findings(CASES / "bad/W211-full-marks.yaml")
    assert found.data["terms"] == "工作实绩 100 + 服务群众 5"
    assert found.data["who"] == "部门"


@pytest.mark.parametrize(
    ("text", "points", "codes"),
    [
        # text and points
        ("养老金及时足额发放的，计10分；未达到要求的，不计分。", "5", {"W220"}),
        ("社区服务站按规定开门的，计3分，未开门的不计分。", "5", {"W221"}),
        ("完成就业任务的，计5分；得到援助的，计2分；完成培训任务的，计3分。", "10", set()),
        ("优秀的得10分，良好的得8分，一般的得6分。", "10", set()),
        ("每完成一个项目计2分。", "10", set()),
        ("协调到位的计6分，其余由区城管局评分。", "10", set()),
        ("制定计划并按季调度。（记6分，其中制定计划记3分，每季调度各计1分）", "6", {"W230"}),
        ("制定计划并按季调度。（记7分，其中制定计划记3分，每季调度各计1分）", "7", set()),
        ("大检查（6分）每季度一次，缺一次扣1分，扣完为止；演练（2分）未开展扣2分。", "10", {"W230"}),
        ("民主测评分为优秀（70分）、称职（65分）、不称职（55分）。", "70", set()),
        # bonuses
        ("完成任务的计10分；超额完成的加计3分。", "10", {"W223"}),
        ("完成任务的计10分；超额完成的加计3分，最高加3分。", "10", set()),
        ("每引进一家企业加计2分。", "", set()),
        ("完成的计10分；每引进一家加计2分，加分不超过6分；获奖的加计3分。", "10", {"W223"}),
        ("完成的计10分；每引进一家加计2分；获奖的加计3分。本项加分不超过6分。", "10", set()),
        # deductions
        ("被通报批评的，每次扣30分。", "20", {"W226"}),
        ("被通报批评的，每次扣30分，扣完为止。", "20", set()),
        ("返工的，每次扣3分。", "10", {"I227"}),
        ("返工的，每次扣3分，最低得0分。", "10", set()),
        ("参会人数每少1%少计1分，扣完为止。", "10", set()),
        # words
        ("加强队伍建设，确保重点项目顺利进行。", "10", {"W232"}),
        ("加强队伍建设（10分）。年内召开两次推进会。", "10", {"W232"}),
        ("由区统计局提供计分依据。", "10", set()),
        ("效果明显的，加计10。由区工信局制定考核细则。", "20", {"W231"}),
        ("每家加5分，加分不超过15；全年不足的不计分。", "", {"W231"}),
        ("全年累计10次以上的，计5分。", "5", set()),
        ("投资增加10，税收增加5的，计5分。", "5", set()),
        ("未按要求要求落实的，扣2分，扣完为止。", "2", {"W233"}),
        ("支持企业创业创新，计5分。", "5", set()),
        ("为制定工作方案的，扣3分，扣完为止。", "3", {"W233"}),
        ("为群众办实事，未完成的扣3分，扣完为止。", "3", set()),
        ("未形成月报表的，计2分。", "2", {"W233"}),
        ("未发生责任事故的，计2分。", "2", set()),
        ("满意率每降低1%扣1分，每低1个百分点另扣0.5分，扣完为止。", "5", {"W234"}),
        ("增长率每低于1个百分点扣1分，扣完为止。", "5", set()),
        # brackets and characters
        ("软环境建设(5分", "", {"W235"}),
        ("5)作风建设（3分）", "", set()),
        ("1）制定方案；2）组织实施。", "", set()),
        ("落实《若干规定（试行）的，计5分。", "5", {"W235"}),
        ("�积极开展推广应用，计5分。", "5", {"W236"}),
        # grades
        ("称职70分以上，基本称职60—69分，不称职低于60分。", "", {"W237"}),
        ("好90分以上，较好80分以上不满90分，一般60—80分。", "", set()),
        ("视情节扣5—9分，情节严重的扣10分以上。", "", set()),
        # steps of one scale
        ("办结率95%以上得10分，85%—94%得6分，70%以下不得分。", "10", {"W237"}),
        ("每年召开会议2次，每次得3分。", "5", {"W220"}),
        ("每年召开会议2次，每次得3分。", "6", set()),
        ("签订责任书得3分；研究工作每季度一次，每次得1分。", "8", {"W221"}),
        ("签订责任书得4分；研究工作每季度一次，每次得1分。", "8", set()),
        ("完成任务得12分；完成率80%—99%得8分；完成率80%以下不得分。", "15", {"W221"}),
        ("完成任务得15分；完成率80%—99%得8分；完成率80%以下不得分。", "15", set()),
        ("检查等次为优秀得8分，一般得3分。", "10", {"W221"}),
        ("检查等次为优秀的得10分，良好的得7分，合格的得4分。", "10", set()),
        ("新增示范社1家得3分，新增农场1家得1分，最高得10分。", "10", set()),
        ("完成率80%—99%得8分；完成率70%以下不得分。", "8", {"W237"}),
        ("位列第1—5名的计10分，第6—10名的计8分，第12名以后的计2分。", "10", {"W237"}),
        ("位列第1—5名的计10分，第6—10名的计8分，第11名以后的计2分。", "10", set()),
        ("规范管理率达70%得5", "10", {"W231", "W232"}),
        ("整改到位得5分，未整改的不得。", "5", {"W238"}),
        ("发生一般事故的，每起扣3分；发生较大事故的，每起扣2分，扣完为止。", "5", {"W261"}),
        ("发生一般事故的，每起扣2分；发生较大舆情的，每起扣1分，扣完为止。", "5", set()),
        ("优秀等次全额拨付，良好等次拨付90%，合格等次拨付95%。", "", {"W261"}),
        ("优秀单位奖励3万元、良好单位奖励2万元。", "", set()),
        ("“好”的，每季度奖励600元；“较好”的，每季度奖励900元。", "", {"W261"}),
        ("台账不全的每处扣1分，扣完为止；灭火器过期的每处扣", "5", {"W238"}),
        ("逐项评定，缺项的不扣。", "", set()),
        ("“优秀”“良好”“一般”等次分别给予系数1.2、1.1、1.0、0.9。", "", {"W239"}),
        ("一类、二类、三类乡镇分别评选先进2个、2个。", "", {"W239"}),
        ("表现突出的加3，最高加3分。", "", {"W231"}),
        ("无资格证书的，没人扣0.5分，扣完为止。", "5", {"W233"}),
        ("没少一种制度扣0.5分，扣完为止。", "5", {"W233"}),
        ("没有制度的扣2分，没完成的扣3分。", "5", set()),
        ("为配备打印机或不能正常使用的，本项不得分。", "5", {"W233"}),
        ("文件为分类存档的扣1分，扣完为止。", "5", {"W233"}),
        ("为实现目标采取措施不力的，每次扣1分，扣完为止。", "5", set()),
        ("考取中级证书的加2分，初级证书的加3分，最高加3分。", "", {"W261"}),
        ("引进博士1名得2分，引进硕士1名得1分，最高得5分。", "5", set()),
        ("第1—4名为优秀，第4—10名为良好，第11名以后为合格。", "", {"W249"}),
        ("每季度公开一次财务，每次得3分。", "15", {"W221"}),
        ("A级的，按总额的110%拨付；B级的按100%拨付；C级的按105%拨付。", "", {"W261"}),
        ("未办理的每起扣3分，扣完为至。", "5", {"W233"}),
        ("省级通报的，每次扣3分；市级通报的，每次扣1分；区级通报的，每次扣2，扣完为止。", "5", {"W231", "W261"}),
        ("一等绩效系数为1.3，二等为1.1，三等为1.2。", "", {"W261"}),
        ("A级1.5倍，B级1.2倍，C级1.3倍，D级0倍。", "", {"W261"}),
        ("A级1.5倍，B级1.3倍，C级1.2倍，D级0倍。", "", set()),
        ("A等、B等、C等、D等分别按120%、100%、80%兑现。", "", {"W239"}),
        ("分为优秀、良好、合格、不合格四个等次，分别发放奖金500元、400元、300元。", "", {"W239"}),
        ("分为优秀、良好、合格三个等次，分别发放奖金500元、400元、300元。", "", set()),
        ("占比达标得5分；引进硕士1名得1分，最高5分。", "10", set()),
        ("预案修订得5分；演练每半年1次，每次得5分。", "15", set()),
        ("预案修订得5分；演练每半年1次，每次得5分。", "20", {"W221"}),
        ("一等绩效系数为1.3，二等为1.2，三等为1.1。", "", set()),
        ("承担省级试点得5分，市级试点得8分。", "", {"W261"}),
        ("国家级、省级、市级示范村每创建1个，分别加3分、2分，最高加3分。", "", {"W239"}),
        ("“优秀”“良好”“合格”“不合格”，分别对应系数1.2、1.0、0.8。", "", {"W239"}),
        ("为达到目标每低一个百分点扣1分，扣完为止。", "5", set()),
        ("每采用1篇得1，最高10分。", "10", {"W231"}),
        ("为按期办结的，每件扣1分，扣完为止。", "5", {"W233"}),
        ("按时完成得8分；延期完成的得10分；未完成的不得分。", "10", {"W261"}),
        ("受县级通报的一次扣3分，受市级通报的一次扣2分，扣完为止。", "5", {"W261"}),
        ("省级示范的加3分，市级以上媒体刊发的每篇加5分，最高加5分。", "", set()),
        ("办结率95%以上得10分，85%—94%得6分，85%以下不得分。", "10", set()),
        ("不超过6天得8分，6—7天得4分，超过8天不得分。", "8", {"W237"}),
        ("5天以内的扣1分，5天以上10天以内的扣2分，10天以上的扣4分。", "10", set()),
        ("收入30万元以上得9分，20万元—30万元得6分，15万元以下得2分。", "9", {"W237"}),
        ("覆盖率90%以上得5分，80%以上得3分，70%以上得1分，70%以下不得分。", "5", set()),
        ("覆盖率90%以上得5分，低于80%的每低1个百分点扣1分，扣完为止。", "5", set()),
        ("覆盖率90%以上得5分，80%以下得1分，其余得3分。", "5", set()),
        ("达标率90%以上的得10分；85%—89%的得8分；80%以下的不得分。", "10", {"W237"}),
        ("达标率90%以上的得10分；80%—89%的得8分；80%以下的不得分。", "10", set()),
        ("达标率90%以上的得10分；响应时间不超过30分钟，超过的扣2分，扣完为止。", "10", set()),
        # as many names as amounts
        ("评为优秀、良好、合格、不合格四档，分别计15分、12分、8分。", "15", {"W239"}),
        ("评为优秀、良好、合格、不合格四档，分别计15分、12分、8分、0分。", "15", set()),
        ("优秀率、合格率、平均分分别占10分、8分、7分。", "20", {"W230"}),
        ("优秀率、合格率、平均分分别占10分、6分、4分。", "20", set()),
        ("办结率达到100%的计6分（其中议案3分，提案2分）。", "6", {"W230"}),
        ("办结率达到100%的计6分（其中议案3分，提案3分）。", "6", set()),
        ("开工率达到100%得5分，投资完成率达到100%得7分，按比例计分。", "14", {"W221"}),
        ("完成任务得10分，超出部分按比例加分。", "12", set()),
        ("完成建设任务得8分，未完成得8分。", "8", {"W233"}),
        ("车辆车辆带泥上路的每次扣2分，扣完为止。", "8", {"W233"}),
        ("一项一项对照检查，每缺一项扣2分，扣完为止。", "8", set()),
        ("每缺一项扣2分，扣完为为止。", "8", {"W233"}),
        ("组织演练得7分；未开展的不分。", "7", {"W238"}),
        ("走访全覆盖得15分，记录完整得10分。", "20", {"W220"}),
        ("走访全覆盖得15分，记录完整得5分。", "20", set()),
        ("全面完成得20分，基本完成得15分。", "20", set()),
        ("参加培训每次得2分，共4次。", "10", {"W221"}),
        ("前2名的分别奖励10万元、8万元、5万元。", "", {"W239"}),
        ("前3名的分别奖励10万元、8万元、5万元。", "", set()),
        ("评选先进3个、表扬2个，分别奖励3000元、2000元、1000元。", "", {"W239"}),
        ("评选先进3个、表扬2个，分别奖励3000元、2000元。", "", set()),
        ("获国家、省、市表彰的分别加5分、3分。", "", {"W239"}),
        ("被评为优秀的，市级、区级、街道级分别加5分、3分、2分、1分。", "", {"W239"}),
        ("满意率95%以上得20分；满意率85%-94%得10分；80%以下不得分。", "20", {"W237"}),
        ("满意率95%以上得15分；满意率85%-94%得10分；85%以下不得分。", "20", {"W220"}),
        ("完成任务得10分，未完成的按比例扣。", "10", {"W238"}),
        ("完成任务得10分，每超1个百分点加1分，最高加5分。", "15", set()),
        ("推进举措和经验被省、市、县简报推介的，分别得1分、0.6分、0.4分。", "", set()),
        ("完成建设任务得8分，未完成得4分。", "8", set()),
        ("完成一项得20分，共6项。", "100", {"W220"}),
        ("完成一项得20分，共5项。", "100", set()),
    ],
)
def test_text_gives_the_findings(text: str, points: str, codes: set[str]) -> None:
    found = lint_text(text, points, HERE)
    assert {item.code.removeprefix("scheme.") for item in found} == codes
    assert all(item.sources[0].line == 4 for item in found)
    assert all(item.sentence("en") for item in found)


def test_scheme_without_units_or_formula_is_checked_all_the_same() -> None:
    found = lint_of(
        """
kaoji: 1
title: 东湖县2031年度考核
year: 2031
groups:
  街道: {}
indicators:
  - name: 经济发展
    points: 100
    items:
      - {name: 投资, points: 90, score: 由县统计局计分}
grades:
  - {name: 好, share: 30%, places: {街道: 2}}
  - {name: 一般, rest: true}
quota: {ties: decision}
"""
    )
    assert [item.code for item in found] == ["scheme.W210"]


def test_text_takes_points_with_decimals_in_any_width() -> None:
    assert [item.code for item in lint_text("未落实的每次扣１．５分", "1", HERE)] == ["scheme.W226"]
    assert lint_text("未落实的扣0.5分", "0.5", HERE) == []


def test_what_is_given_below_full_marks_is_no_part_of_the_points() -> None:
    text = "满意度90%以上得满分，80%-90%得80分，70%-80%得60分，70%以下不得分。"
    assert not {"scheme.W220", "scheme.W221"} & {item.code for item in lint_text(text, "100", HERE)}
    assert "scheme.W220" in {item.code for item in lint_text("达标得满分，基本达标得12分。", "10", HERE)}


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ("- {measure: 合格率, score: 达到95%计6分}\n          - {measure: 床护比, score: 达到40%计6分}", ["W220"]),
        ("- {measure: 合格率, score: 达到95%计5分}\n          - {measure: 床护比, score: 达到40%计5分}", []),
        ("- {when: 制度健全, score: 计6分}\n          - {when: 协作机制良好, score: 计7分}", ["W220"]),
        ("- {events: 新增平台, score: 每个计3分，最高12分}", ["W220"]),
        ("- {when: 全部完成, score: 计10分}\n          - {when: 大部分完成, score: 计6分}", []),
        ("- {events: 被曝光, score: 每次扣3分，最多扣15分}", ["W227"]),
        ("- {events: 被曝光, score: 每次扣3分，最多扣9分}", []),
    ],
)
def test_rules_and_limits_are_held_against_the_points(rules: str, codes: list[str]) -> None:
    found = lint_of(
        f"""
kaoji: 1
title: 南湖县2031年度考核
year: 2031
groups:
  街道: {{}}
indicators:
  - name: 服务
    points: 100
    items:
      - {{name: 业务, points: 90, score: 由县统计局计分}}
      - name: 护理
        points: 10
        start: zero
        provider: [县卫健局]
        rules:
          {rules}
""".replace("start: zero", "start: full" if "events" in rules else "start: zero")
    )
    assert [item.code.removeprefix("scheme.") for item in found if item.code in ("scheme.W220", "scheme.W227")] == codes


def weights_of(*sections: tuple[str, ...]) -> str:
    lines = ["kaoji: 1", "title: 南湖县2031年度考核", "year: 2031", "groups:", "  街道: {}", "indicators:"]
    for at, shares in enumerate(sections):
        lines += [f"  - name: 部分{at}", "    items:"]
        lines += [
            f"      - {{name: 指标{at}{other}, points: 100, weight: {one}, score: 由县统计局计分}}"
            for other, one in enumerate(shares)
        ]
    return "\n".join(lines) + "\n"


def test_weights_of_all_sections_are_looked_at_together() -> None:
    found = [item for item in lint_of(weights_of(("30%", "20%"), ("25%", "15%"))) if item.code == "scheme.W213"]
    assert [item.data["weights"] for item in found] == ["90%"]
    assert not [item for item in lint_of(weights_of(("30%", "20%"), ("50%",))) if item.code == "scheme.W213"]


def test_grades_of_whole_scores_leave_no_gap() -> None:
    text = "满意度80分以上得10分，70—79分得5分，70分以下不得分"
    for other, codes in (("每次扣1分", []), ("每次扣0.5分", ["scheme.W237"])):
        found = lint_of(
            f"""
kaoji: 1
title: 南湖县2031年度考核
year: 2031
groups:
  街道: {{}}
indicators:
  - name: 服务
    points: 100
    items:
      - {{name: 业务, points: 90, provider: [县统计局], limits: 扣完为止, text: "{other}",
         rules: [{{events: 出错, score: "{other}"}}]}}
      - {{name: 评价, points: 10, provider: [县统计局], text: "{text}", score: 由县统计局计分}}
"""
        )
        assert [item.code for item in found if item.code == "scheme.W237"] == codes


def test_a_number_in_an_open_bracket_is_no_list_number() -> None:
    assert lint_text("按考核指标（附件 2）打分。", "", HERE) == []


def test_scores_that_are_rounded_have_no_decimals() -> None:
    assert says_fractions(["迟报一次扣0.5分。"])
    assert not says_fractions(["迟报一次扣0.5分。", "各单位得分取整数。"])
    assert says_fractions(["迟报一次扣0.5分。", "名额四舍五入取整。"])


def test_what_an_indicator_has_wrong_is_named_once_and_in_each_indicator() -> None:
    rule = {"events": "通报", "score": "每次扣1分", "text": "为按时报送的扣1分"}
    scheme = {
        "kaoji": 1, "title": "考核", "year": 2031, "groups": {"甲": {"units": ["甲村", "乙村"]}},
        "indicators": [
            {"name": name, "points": 50, "start": "full", "provider": "县办", "rules": [rule], "text": "为按时报送的扣1分", "limits": "扣完为止"}
            for name in ("一", "二")
        ],
    }  # fmt: skip
    structure, _ = load_scheme(yaml.safe_dump(scheme, allow_unicode=True, sort_keys=False))
    assert structure is not None
    assert [item.code for item in lint(structure) if item.code == "scheme.W233"] == ["scheme.W233", "scheme.W233"]
