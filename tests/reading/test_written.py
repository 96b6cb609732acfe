"""What sentences leave wrong in writing where no rule of the draft keeps them, and what only looks wrong."""

from __future__ import annotations

import pytest

from kaoji.reading import Cell, Grid, Source
from kaoji.reading.drafts.said_parts import parts_of_articles
from kaoji.reading.drafts.written import unsaid, written
from kaoji.reading.prose.annexes import missing_annexes
from kaoji.reading.prose.pointers import pointing_nowhere
from kaoji.scheme.model import Scheme
from tests.reading.invented import INDICATORS, UNITS, drafted, numbered, of_blocks, table


def codes(*texts: str) -> list[tuple[str, str]]:
    found = written(numbered(texts))
    return [
        (one.code, str(one.data.get("listed") or one.data.get("next") or one.data.get("sum") or "")) for one in found
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("连续两年末位的，终止合同（按约定执行。", "二、附则"), [("scheme.W235", "")]),
        (("本办法（含附表）自印发之日起施行。",), []),
        (("得分并列的，以“人居环境得分高者优先。", "二、附则"), [("scheme.W235", "")]),
        (("各单位要认真准备（包括自评报告、", "佐证材料）并按时报送。"), []),
        (("95分以上的全额拨付，90—95分的拨付九成，85分以下的拨付八成。",), [("scheme.W237", "90")]),
        (("95分以上的全额拨付，90—95分的拨付九成，90分以下的拨付八成。",), []),
        (("有下列3种情形之一的，取消资格：（一）弄虚作假的；（二）发生事故的。",), [("reading.W313", "2")]),
        (("有下列2种情形之一的，取消资格：（一）弄虚作假的；（二）发生事故的。",), []),
        (("有下列三种情形之一的，不得评优：", "1.弄虚作假的；", "2.发生事故的。", "三、附则"), [("reading.W313", "2")]),
        (("有下列三种情形之一的，不得评优：", "1.弄虚作假的；", "2.发生事故的；", "3.被问责的。", "三、附则"), []),
        (("按第三条所列以下5项执行。", "四、附则"), []),
        (("采取千分制，其中业务工作600分，党建工作250分，群众评价100分。",), [("reading.W209", "950")]),
        (("采取千分制，其中业务工作600分，党建工作250分，群众评价150分。",), []),
        (("总分为100分，其中业务工作60分，党建工作40分，附加分10分。",), []),
        (("总分100分，由业务工作40分、党建工作35分、作风建设20分组成。",), [("reading.W209", "95")]),
        (("全镇24个社区，其中：东片10个，西片9个，南片6个。",), [("scheme.W272", "")]),
        (("全镇25个社区，其中：东片10个，西片9个，南片6个。",), []),
        (("考核等次：优秀占比20%，称职占比70%，基本称职占比15%。",), [("scheme.W252", "")]),
        (("考核等次：优秀占比20%，称职占比70%，基本称职占比10%。",), []),
        (("考核程序：（一）单位自评；（二）部门核分；（四）综合评定。",), [("reading.W308", "")]),
        (("考核程序：（一）单位自评；（二）部门核分；（三）综合评定。",), []),
        (("业务40分、党建30分、作风20分，共100分。",), [("reading.W209", "90")]),
        (("业务40分、党建40分、作风20分，共100分。",), []),
        (("考核由业务（权重60%）、党建（权重20%）、安全（权重10%）三部分组成。",), [("scheme.W213", "")]),
        (("考核由业务（权重60%）、党建（权重40%）两部分组成，其中业务分两项。",), []),
        (("适用于银河置业、银河物业、银河商贸、银河文旅共5家子公司。",), [("scheme.W272", "")]),
        (("适用于银河置业、银河物业、银河商贸、银河文旅共4家子公司。",), []),
        (("考核小组由办公室、财务科、保卫科等5个科室组成，对象为甲镇、乙镇、丙镇等9个乡镇。",), []),
        (("考核对象为各乡镇、各街道、县直部门共38个单位。",), []),
        (("发案率低于平均值的得9分，高于平均值10%以内的得6分，高于平均值20%以上的不得分。",), [("scheme.W237", "20")]),
        (("（1）较大事故扣6分；（2）一般事故扣2分；（4）未整改的扣1分。",), [("reading.W308", "")]),
        (("①较大事故扣6分；②一般事故扣2分；③未整改的扣1分。",), []),
        (("由业务、党建、评议三部分组成，权重分别为60%、20%、10%。",), [("scheme.W213", "")]),
        (("由业务、党建、评议三部分组成，权重分别为60%、30%、10%。",), []),
        (("全镇14个村，评选一等4名、二等7名、三等2名、末等2名。",), [("scheme.W272", "")]),
        (("全镇14个村，评选一等4名、二等7名、三等2名、末等1名。",), []),
        (("有下列情形的取消资格：1.弄虚作假的；2.发生事故的；4.被问责的。",), [("reading.W308", "")]),
        (("任务：1.修路2条；2.建桥1座；3.3517棚户区改造；4.植树。",), []),
        (("总分100分，由重点工作（50分）、基础工作（30分）、公众评价（15分）构成。",), [("reading.W209", "95")]),
        (("（基础分70分，其中共性工作25分，", "业务工作40分）。"), [("reading.W209", "65")]),
        (("考核方式：日常考核占60%，专项考核占20%，群众测评占10%。",), [("scheme.W213", "")]),
        (("业务科室组（7个）：规划科、项目科、财务科；综合科室组（2个）：办公室、人事科。",), [("scheme.W272", "")]),
        (("第三组（4个）：能源站、监测站、服务", "中心、后勤科。"), []),
        (("优秀比例不超过15%，在编人员40人，优秀名额为8名。",), [("scheme.W253", "")]),
        (("优秀比例不超过15%，在编人员40人，优秀名额为6名。",), []),
        (("干部共46人，分为班子组（11人）、中层组（15人）、一般组（22人）。",), [("scheme.W272", "")]),
        (("干部共48人，分为班子组（11人）、中层组（15人）、一般组（22人）。",), []),
        (("全镇16个行政村，分为三组：一组6个，二组5个，三组4个。",), [("scheme.W272", "")]),
        (("全镇15个行政村，分为三组：一组6个，二组5个，三组4个。",), []),
        (("所属支部共4个：一支部、二支部、离退休支部。",), [("scheme.W272", "")]),
        (("内容及分值（满分100分）：政治25分，思想20分，组织25分，作风20分，纪律15分。",), [("reading.W209", "105")]),
        (("有以下三种情形的一票否决：一是违纪；二是弄虚作假。",), [("reading.W313", "2")]),
        (("日常考核、年终考核、评议相结合，权重分别为40%、40%、30%。",), [("scheme.W213", "")]),
        (("实行百分制，其中德10分、能20分、勤25分、绩40分、廉10分。",), [("reading.W209", "105")]),
        (("确定等次，优秀、良好、合格的比例为30%、50%、30%。",), [("scheme.W252", "")]),
        (
            ("（一）优秀：得分90分以上；", "（二）良好：得分80—90分；", "（三）较差：得分70分以下。"),
            [("scheme.W237", "80")],
        ),
        (("产业发展（20分", "一、种植（10分）。"), [("scheme.W235", "")]),
        (("测评分优秀、称职、不称职三档，分别计10分、8分。",), [("scheme.W239", "")]),
        (("全县公办学校共14所，其中高中2所，初中5所，小学8所。",), [("scheme.W272", "")]),
        (("评审小组由5人组成：组长1人，副组长1人，成员4人。",), [("scheme.W272", "")]),
        (("评审小组由6人组成：组长1人，副组长1人，成员4人。",), []),
        (("全区4个镇街：东关街道、西关街道、高桥镇。",), [("scheme.W272", "")]),
        (("全区4个镇街：东关街道、西关街道、高桥镇等。", "覆盖3个方面：水、电、路。"), []),
        (("管理占30%，教育占25%，环境占25%，处置占15%。",), [("scheme.W213", "")]),
        (("管理占30%，教育占30%，环境占25%，处置占15%。",), []),
        (("实行百分制，由德、能、勤三个方面构成，分值分别为40分、40分、30分。",), [("reading.W209", "110")]),
        (("实行百分制，由德、能、勤三个方面构成，分值分别为40分、40分、20分。",), []),
        (("由业务指标（50分）、党建指标（30分）、约束指标（40分）组成，满分100分。",), [("reading.W209", "120")]),
        (("优秀名额按30%确定，部门共40个，优秀名额为10个。",), [("scheme.W253", "")]),
        (("优秀名额不超过30%，部门共40个，优秀名额为10个。",), []),
        (("总分85分及以上的为优秀，70—84分为良好，60—75分为合格。",), [("scheme.W249", "")]),
        (("总分85分及以上的为优秀，70—85分为良好，60—70分为合格。",), []),
        (("有第六条所列情形的，取消资格。",), [("reading.W314", "")]),
        (("未按以上第1条至第16条执行的，加倍扣分。",), []),
        (("每减少1家（含搬迁、注销）扣1分。",), []),
        (("第一条 为规范考核，制定本办法。", "第二条 按《条例》第六条和本办法第一条执行。"), []),
        (("引进世界500强、中国500强、民营500强企业的，每个分别加10分、8分。",), [("scheme.W239", "")]),
        (("引进世界500强、中国500强、民营500强企业的，每个分别加10分、8分、6分。",), []),
        (("设一等奖1个、二等奖2个、三等奖3个，分别奖励3万元、2万元、4万元。",), [("scheme.W261", "")]),
        (("设一等奖1个、二等奖2个、三等奖3个，分别奖励3万元、2万元、1万元。",), []),
        (("适用于各乡镇（街道）3个，分别为城东街道、桥头镇、河口镇、白沙镇。",), [("scheme.W272", "")]),
        (("全镇32条河道，其中镇级河道8条、村级河道26条。",), [("scheme.W272", "")]),
        (("对象为6个镇（街道）：一类镇2个、二类镇2个、三类镇1个。",), [("scheme.W272", "")]),
        (("成员由水利站、城建办、环保办、农业中心等3个部门组成。",), [("scheme.W272", "")]),
        (("参评部门28个。", "排名前25%的为优秀，优秀名额10个。"), [("scheme.W253", "")]),
        (("参评部门28个。", "排名前25%的为优秀，优秀名额7个。"), []),
        (
            ("（一）一般：60分及以上、不满75分；", "（二）良好：80分及以上；", "（三）较差：不满60分。"),
            [("scheme.W237", "80")],
        ),
        (("社区工作者64名（含两委成员48名、专职网格员20名）。",), [("scheme.W272", "")]),
        (("社区工作者64名（含两委成员28名、专职网格员20名）。",), []),
        (("全镇22个行政村，分为山区片（7个）、平原片（9个）、沿河片（5个）。",), [("scheme.W272", "")]),
        (("由代表、同事、科室分别按40%、30%、20%的权重测评。",), [("scheme.W213", "")]),
        (("（1）日常考核，占总成绩的50%；（2）年终考核，占总成绩的40%。",), [("scheme.W213", "")]),
        (("（1）日常考核，占总成绩的60%；（2）年终考核，占总成绩的40%。",), []),
        (("优秀比例为30%。", "优秀名额：经济组（12个单位）4个，执法组（8个单位）5个。"), [("scheme.W253", "")]),
        (("优秀比例为30%。", "优秀名额：经济组（12个单位）4个，执法组（8个单位）2个。"), []),
        (("全市公立医院共9家。", "A级不超过20%，即2家；B级不超过40%，即5家。"), [("scheme.W253", "")]),
        (("优秀：列前30%且不低于90分；良好：不低于80分；合格：不低于70分；较差：低于60分。",), [("scheme.W237", "70")]),
        (("优秀：列前30%且不低于90分；良好：不低于80分；合格：不低于60分；较差：低于60分。",), []),
        (
            ("（一）得分800分至900分的为甲；", "（二）得分600分至850分的为乙；", "（三）600分以下的为丙。"),
            [("scheme.W249", "")],
        ),
        (("（此件公开发布", "附件1"), [("scheme.W235", "")]),
        (("指标分为3个一级指标、8个二级指标。",), []),
        (("考评由职能目标（60%）、共性目标（25%）、测评（20%）组成。",), [("scheme.W213", "")]),
        (("考评由职能目标（60%）、共性目标（25%）、测评（15%）组成。",), []),
        (("全县12个乡镇参加考核，分为甲类乡镇6个、乙类乡镇7个。",), [("scheme.W272", "")]),
        (("受考核单位13个，评选先进单位6个，占比不超过30%。",), [("scheme.W253", "")]),
        (("年度得分＝职能得分×60%＋建设得分×20%＋评价得分×15%＋加分。",), [("scheme.W213", "")]),
        (("年度得分＝职能得分×60%＋建设得分×20%＋评价得分×20%＋加分。",), []),
        (("得分＝（甲×50%＋乙×50%）×70%＋丙×30%。",), []),
        (("考核6个乡镇和2个园区：甲镇、乙镇、丙镇、丁镇、戊乡、己乡、庚乡；东园、西园。",), [("scheme.W272", "")]),
        (("考核6个乡镇和2个园区：甲镇、乙镇、丙镇、丁镇、戊乡、己乡；东园、西园。",), []),
        (("村民评议占30%，镇党委评价占40%，派出单位评价占20%。",), [("scheme.W213", "")]),
        (("优秀：比例不超过20%。", "全镇12支工作队，评定优秀4支。"), [("scheme.W253", "")]),
        (("加减分不超过5分，单项最高加6分。",), [("scheme.W224", "")]),
        (("加减分不超过5分，单项最高加3分。",), []),
        (("联系人：办公室（电话：00000",), [("scheme.W235", "")]),
        (("A级：得分90分以上；", "B级：得分85分以上90分以下；", "C级：得分80分以下。"), [("scheme.W237", "85")]),
        (("扣减下列分值：\n1.造成损失的；\n2.弄虚作假的；\n4.被处罚的。",), [("reading.W308", "")]),
    ],
)
def test_sentences_are_looked_over(texts: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert codes(*texts) == expected


def test_what_the_lint_says_is_not_said_again() -> None:
    texts = ("办结率95%以上得10分，85%—94%得6分，70%以下不得分（扣完为止。", "二、附则")
    found = written(numbered(texts))
    assert [one.code for one in found] == ["scheme.W235", "scheme.W237"]
    assert unsaid(written(numbered(texts)), found) == []


def test_annexes_that_sentences_and_cells_refer_to_are_missed() -> None:
    cell = Grid(((Cell("按附件3《党建考核细则》考核。", 0, 0, source=Source("a.docx", line=4)),),))
    assert [one.data["number"] for one in missing_annexes([*numbered(["详见附件2。"]), cell])] == [2, 3]
    assert not missing_annexes(numbered(["详见附件1。", "附件1", "评分标准", "每次扣1分。"]))
    assert not missing_annexes(numbered(["执行《某某市考核办法》附件2的规定。"]))
    assert [one.data["number"] for one in missing_annexes(numbered(["按《考核办法》（见附件）考核。"]))] == [""]


def test_shares_of_more_than_all_and_units_that_are_fewer_than_said_are_reported() -> None:
    grades = "四、考核结果分为优秀、良好、一般三个等次。优秀占30%，良好占60%，一般占20%。"
    made, scheme = of_blocks(
        "云岭县2031年度考核办法", "一、考核对象：全县5个乡镇，即东溪镇、西畈镇、南桥镇、北坞乡。", *INDICATORS, grades
    )
    assert [one.data["total"] for one in made.findings if one.code == "scheme.W252"] == ["110%"]
    assert [(group.stated, len(group.units)) for group in scheme.groups.values()] == [(5, 4)]
    assert "scheme.W272" in {one.code for one in made.findings}


def test_the_clause_itself_says_whose_places_it_counts() -> None:
    prizes = "四、按乡镇组、部门组分别排名，乡镇组设一等奖1名、二等奖1名，部门组设一等奖2名、二等奖1名。"
    _, scheme = of_blocks("云岭县2031年度考核办法", "一、考核对象", *UNITS, *INDICATORS, prizes)
    assert scheme.grades[0].places == {"乡镇组": 1, "部门组": 2}


def test_an_item_is_worth_the_best_step_of_its_scale() -> None:
    made, scheme = of_blocks(
        "云岭县2031年度环卫考核办法",
        "一、考核内容",
        "（一）道路清扫（30分）",
        "1.机械化清扫率90%以上得10分，80%—90%得6分，80%以下得2分。",
        "2.路面整洁得15分，发现污渍每处扣0.5分。",
        "3.果皮箱整洁得10分，满溢每个扣0.2分。",
        "（二）垃圾收运（70分）。由县城管局计分。",
    )
    assert [str(item.points) for item in scheme.indicators[0].items] == ["10", "15", "10"]
    assert [one.data["sum"] for one in made.findings if one.code == "scheme.W210"] == ["35"]


def test_totals_and_parts_are_held_against_the_indicators() -> None:
    head = "第三条 考核总分100分，由重点工作50分、党的建设25分、平安建设25分组成。"
    made, scheme = of_blocks("云岭县2031年度考核办法", "一、考核对象", *UNITS, head, *INDICATORS)
    assert "考核总分" not in [node.name for node in scheme.indicators]
    said = [
        (one.data["name"], one.data["inside"], one.data["beside"])
        for one in made.findings
        if one.code == "reading.W201"
    ]
    assert said == [("党的建设", "25", "30"), ("平安建设", "25", "20")]
    made, _ = of_blocks("云岭县2031年度考核办法", "一、考核对象", *UNITS, *INDICATORS, "四、总分120分，加分不超过5分。")
    assert [one.data["sum"] for one in made.findings if one.code == "reading.W209"] == ["100"]


def test_groups_in_one_paragraph_behind_their_scope_are_all_read() -> None:
    scope = "一、考核对象：（一）乡镇组3个：河东镇、河西镇、柳林乡。（二）部门组2个：县水利局、县林业局。"
    _, scheme = of_blocks("云岭县2031年度考核办法", scope, *INDICATORS)
    assert {name: (group.stated, len(group.units)) for name, group in scheme.groups.items()} == {
        "乡镇组": (3, 3),
        "部门组": (2, 2),
    }


def test_a_limit_on_all_bonuses_is_held_against_each() -> None:
    bonus = "四、加分。引进大型企业每家加10分；获省级表彰加3分。加分累计不超过8分。"
    made, _ = of_blocks("云岭县2031年度考核办法", "一、考核对象", *UNITS, *INDICATORS, bonus)
    assert [one.data["amount"] for one in made.findings if one.code == "scheme.W225"] == ["10"]


def test_numbers_that_stand_twice_are_named() -> None:
    lines = ("四、加分项目", "（1）获省级表彰的加3分；", "（2）获市级表彰的加2分；", "（2）竞赛获奖的加1分。")
    found = [one for one in drafted(*lines)[0].findings if one.code == "reading.W308"]
    assert [one.data["label"] for one in found if "label" in one.data] == ["（2）"]


@pytest.mark.parametrize(("stated", "listed"), [("四", [3]), ("三", [])])
def test_indicators_are_as_many_as_a_sentence_says(stated: str, listed: list[int]) -> None:
    found = drafted(f"考核共设{stated}项指标。")[0].findings
    assert [one.data["listed"] for one in found if one.code == "reading.W313"] == listed


def test_places_of_groups_are_held_against_the_share_beside_them() -> None:
    found = drafted("优秀等次按25%确定，乡镇组1个、部门组3个。")[0].findings
    assert ["部门组" in str(one.data["differences"]) for one in found if one.code == "scheme.W253"] == [True]


@pytest.mark.parametrize(
    ("text", "differ"),
    [
        ("一等名额不超过中心总数的20%（全市共10家中心，一等名额3家）。", 1),
        ("一等名额不超过中心总数的20%（全市共10家中心，一等名额2家）。", 0),
        ("拟评五星企业占比10%，全园区60家企业中评定五星9家。", 1),
        ("拟评五星企业占比15%，全园区60家企业中评定五星9家。", 0),
    ],
)
def test_places_of_any_grade_are_held_against_its_share(text: str, differ: int) -> None:
    assert [one.code for one in drafted(text)[0].findings].count("scheme.W253") == differ


@pytest.mark.parametrize(("share", "differ"), [("30%", 1), ("40%", 0)])
def test_weights_in_the_yearly_result_make_it_whole(share: str, differ: int) -> None:
    text = f"平时考核占年度考核的权重为60%，年终述职占{share}。"
    assert [one.code for one in drafted(text)[0].findings].count("scheme.W213") == differ


@pytest.mark.parametrize(("count", "differ"), [("4", 1), ("3", 0)])
def test_units_behind_a_name_with_brackets_are_counted(count: str, differ: int) -> None:
    text = f"考核对象为全市{count}个县（市、区）水务局：东川局、西川局、南川局。"
    found = drafted(text)[0]
    assert [one.code for one in found.findings].count("scheme.W272") == differ
    assert "县（市\n" not in found.scheme_text


@pytest.mark.parametrize(
    ("lines", "before"),
    [
        (("四、要求", "（一）加强领导。", "（三）严肃纪律。"), [1]),
        (("四、要求", "（一）加强领导。", "（二）严肃纪律。"), []),
        (("第一章 总则", "第一条 制定本办法。", "第二条 适用于各科室。", "第二章 奖惩", "第三条 兑现奖金。", "第三章 附则", "第五条 本办法由办公室解释。", "第六条 自印发之日起施行。"), [3]),
        (("第一章 总则", "第一条 制定本办法。", "第二条 适用于各科室。", "第二章 奖惩", "第三条 兑现奖金。", "第三章 附则", "第四条 本办法由办公室解释。", "第五条 自印发之日起施行。"), []),
        (("一、总则", "1.制定本办法。", "2.适用于各科室。", "二、奖惩", "1.兑现奖金。", "三、附则", "5.本办法由办公室解释。"), []),
    ],
)  # fmt: skip
def test_a_missing_number_is_seen_across_headings(lines: tuple[str, ...], before: list[int]) -> None:
    found = of_blocks("平川县2026年度综合考核办法", *UNITS, *INDICATORS, *lines)[0].findings
    assert [one.data["before"] for one in found if one.code == "reading.W308"] == before


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("考核实行百分制。其中业务35分，服务25分，发展20分，评议15分。", ["95"]),
        ("考核实行百分制。其中业务35分，服务25分，发展20分，评议20分。", []),
        ("考核指标由业务（70分）、服务（20分）和党建（15分）三部分构成，满分100分。", ["105"]),
        ("考核指标由业务（70分）、服务（15分）和党建（15分）三部分构成，满分100分。", []),
    ],
)
def test_parts_are_held_against_the_whole_beside_them(text: str, sums: list[str]) -> None:
    assert [one.data["sum"] for one in drafted(text)[0].findings if one.code == "reading.W209"] == sums


@pytest.mark.parametrize(("count", "differ"), [("4", 1), ("3", 0)])
def test_units_that_open_a_line_are_as_many_as_it_says(count: str, differ: int) -> None:
    text = f"县人民医院、县中医院、县妇幼保健院共{count}家县级医院。"
    assert [one.code for one in drafted("一、考核范围", text)[0].findings].count("scheme.W272") == differ


def test_bonuses_that_fill_the_points_up_are_no_lack() -> None:
    line = "（四）项目建设（12分）。完成投资计划的得10分，每超1个百分点加0.1分，最高加2分。"
    assert "scheme.W221" not in [one.code for one in drafted(line)[0].findings]


def test_articles_are_held_against_the_points_stated_for_them() -> None:
    texts = (
        "第三条 考核由经济指标（50分）、任务指标（30分）、安全指标（20分）组成，满分100分。",
        "第四条 经济指标",
        "（一）利润总额（25分）。完成目标值得25分。",
        "（二）营业收入（20分）。完成目标值得20分。",
        "第五条 任务指标按任务书考核，每完成一项得5分，共5项。",
        "第六条 安全指标采用扣分制：每起一般事故扣2分，重大事故扣25分。",
    )
    scheme = Scheme(kaoji=1, title="考核", year=2031, groups={})
    found = [(one.code, one.data["points"]) for one in parts_of_articles(numbered(texts), scheme)]
    assert found == [("scheme.W210", "50"), ("scheme.W221", "30"), ("scheme.W226", "20")]


@pytest.mark.parametrize(
    ("grades", "text", "expected"),
    [
        (("A", "B", "C"), "考核等级为E级的，调整负责人。", ["E"]),
        (("A", "B", "C"), "考核等级为C级的，调整负责人。", []),
        (("A", "B", "C"), "位于3A级景区、A类地区的不计。", []),
        (("优秀", "良好", "合格"), "连续两年评为“较差”等次的，调整负责人。", ["较差"]),
        (("优秀", "良好", "合格"), "连续两年评为“不合格”等次的，调整负责人。", []),
        (("优秀", "良好", "合格"), "奖金：优秀1.2倍，良好1.0倍，基本合格0.5倍。", ["基本合格"]),
        (("优秀", "称职", "不称职"), "对“基本合格”的进行约谈。", ["基本合格"]),
        ((), "连续两年评为“较差”等次的，调整负责人。", []),
    ],
)
def test_grades_that_no_scale_has_are_named(grades: tuple[str, ...], text: str, expected: list[str]) -> None:
    assert [one.data["words"] for one in pointing_nowhere(numbered([text]), grades)] == expected


def test_the_only_annex_without_a_number_is_missed() -> None:
    assert [
        one.data["name"] for one in missing_annexes(numbered(["本办法自印发之日起施行。", "附件：绩效登记表"]))
    ] == ["绩效登记表"]
    assert missing_annexes(numbered(["附件：绩效登记表", "绩效登记表", "姓名：", "得分："])) == []
    assert [one.data["number"] for one in missing_annexes(numbered(["抄送附件2所列部门。"]))] == [2]


def test_notes_of_sheets_are_looked_over() -> None:
    cells = (Cell("得分相同的，以“执法得分高者为先。", 0, 0, source=Source("a.xlsx", sheet="表", row=9, column=1)),)
    assert [one.code for one in written((Grid((cells,)),))] == ["scheme.W235"]


def test_numbers_behind_the_names_of_sections_are_compared() -> None:
    made, _ = of_blocks(
        "2031年度调度评分表",
        table(
            ("项目", "内容", "标准分", "评分方法"),
            ("一、组织(5)", "人员", "3", "每少一人扣1分，扣完为止。"),
            ("一、组织(5)", "证书", "2", "每缺一人扣1分，扣完为止。"),
            ("二、装备(5)", "电话", "2", "每缺一项扣1分，扣完为止。"),
            ("二、装备(5)", "电源", "2", "每缺一项扣1分，扣完为止。"),
            ("三、记录(4)", "台账", "2", "每缺一项扣1分，扣完为止。"),
            ("三、记录(4)", "报表", "2", "每缺一项扣1分，扣完为止。"),
        ),
    )
    sums = [(one.data["name"], one.data["sum"]) for one in made.findings if one.code == "scheme.W210"]
    assert sums == [("装备", "4")]


def test_sentences_below_the_sum_of_a_sheet_are_no_indicators() -> None:
    _, scheme = of_blocks(
        "2031年度考核评分表",
        table(
            ("序号", "指标", "分值", "评分标准"),
            ("1", "巡查", "60", "每少一次扣2分，扣完为止。"),
            ("2", "整改", "40", "每少一处扣2分，扣完为止。"),
            ("合计", "", "100", ""),
            ("按得分评出一等奖1个、二等奖2个，予以表扬。", "", "", ""),
        ),
    )
    assert [node.name for node in scheme.indicators] == ["巡查", "整改"]
