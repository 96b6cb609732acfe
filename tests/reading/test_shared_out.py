"""Names with what each counts, in the many ways in which sentences say it: totals, votes and points of parts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kaoji.reading.document import Paragraph
from kaoji.reading.phrases.ballots import ballots, voters
from kaoji.reading.phrases.shared_out import names_no_part, shared_out
from kaoji.reading.prose.articles import articles
from kaoji.reading.prose.equal_totals import read_order
from kaoji.reading.prose.stated_parts import read_parts
from kaoji.reading.prose.totals import read_totals


@pytest.mark.parametrize(
    "text",
    [
        "实绩考核占60%,社会评价占40%",
        "实绩考核(权重60%)、社会评价(权重40%)",
        "以实绩考核为主(占60%),以社会评价为辅(占40%)",
        "实绩考核满分100分,按60%计入总分;社会评价满分100分,按40%计入总分",
        "实绩考核、社会评价的权重依次为60%、40%",
        "将实绩考核和社会评价按照60%、40%的权重加权汇总",
        "由实绩考核、社会评价两部分组成,所占权重分别为60%和40%",
        "实绩考核与社会评价两项得分按3:2的比例计入总分",
        "实绩考核、社会评价分别按百分制考核,以3∶2的权重折算为综合得分",
    ],
)
def test_shares_find_their_names_however_the_words_stand(text: str) -> None:
    found = {one.name: one.amount for one in shared_out(text)}
    assert found == {"实绩考核": Fraction(3, 5), "社会评价": Fraction(2, 5)}


def test_an_amount_without_a_name_leaves_nothing_guessed() -> None:
    assert shared_out("增长10%以上,占60%") == () or all(names_no_part(one.name) for one in shared_out("增长10%以上"))
    assert shared_out("按60%、40%计算") == ()


def _formulas(*lines: str) -> list[tuple[str, str]]:
    return [(total.subject, total.formula) for total in read_totals(articles(list(map(Paragraph, lines))))]


def test_a_sentence_may_weigh_the_parts_otherwise_for_each_kind_of_units() -> None:
    said = "目标考核得分和社会评价得分各按百分制评分，综合评定时，乡镇按85%和15%的权重计分，部门按80%和20%的权重计分。"
    assert _formulas(said) == [
        ("乡镇", "目标考核×85%+社会评价×15%"),
        ("部门", "目标考核×80%+社会评价×20%"),
    ]


def test_equations_may_say_shares_without_a_sign_and_add_what_goes_either_way() -> None:
    assert _formulas("年度总分=平时成绩的40%+年终成绩（占60%）±加减分")[0][1] == "平时成绩×40%+年终成绩×60%+加减分"


def test_a_sum_of_weighed_scores_takes_the_weights_of_another_sentence() -> None:
    (total,) = _formulas("考核得分=Σ(单项得分×单项权重)。", "单项权重为：经济发展60%，社会治理40%。")
    assert total[1] == "经济发展×60%+社会治理×40%"


def test_rounding_is_said_of_scores_and_not_of_those_of_one_item() -> None:
    formula = "考核总分=目标任务得分×70%+社会评价得分×30%"
    said = "各项得分计算到小数点后三位，总分保留两位小数（四舍五入）。"
    assert _formulas(f"{formula}。{said}")[0][1].endswith("保留2位小数")
    assert _formulas(f"{formula}。", "所有得分均保留1位小数。")[0][1].endswith("保留1位小数")
    other = "民主测评得分=各票得分之和÷有效票数，保留两位小数。"
    assert "保留" not in _formulas(f"{formula}。", other)[0][1]


def test_places_of_grades_and_votes_are_no_parts_of_a_total() -> None:
    assert _formulas("按年度考核得分确定等次，优秀占30%，良好占70%。") == []
    assert _formulas("民主测评中，领导评价占40%，职工互评占60%。") == []


@pytest.mark.parametrize(
    "text",
    [
        "由县级领导、乡镇干部、群众代表参加，三类人员按4:3:3的比例计分，进行测评",
        "县级领导测评占40%，乡镇干部测评占30%，群众代表测评占30%",
        "测评票分三种，A票由县级领导填写，占40%；B票由乡镇干部填写，占30%；C票由群众代表填写，占30%",
        "民主测评按参加人员设置权重：县级领导40%，乡镇干部30%，群众代表30%",
        "测评得分=县级领导打分平均值×40%+乡镇干部打分平均值×30%+群众代表打分平均值×30%",
        "民主测评中县级领导测评占40%，乡镇干部、群众代表测评各占30%",
    ],
)
def test_voters_are_told_from_what_they_do(text: str) -> None:
    assert voters(text) == {"县级领导": Fraction(2, 5), "乡镇干部": Fraction(3, 10), "群众代表": Fraction(3, 10)}


def test_options_may_be_worth_shares_and_places_of_grades_are_none() -> None:
    found = ballots("测评票设优秀、良好、一般三个等次，分别按100%、80%、60%计分")
    assert found is not None
    assert found.of_full
    assert list(map(int, found.options.values())) == [100, 80, 60]
    assert ballots("分为优秀、良好、一般三个等次，比例分别为30%、50%、20%") is None


@pytest.mark.parametrize(
    "text",
    [
        "考核以100分为基数。具体分为：（1）党的建设30分；（2）业务工作50分；（3）作风建设20分。",
        "考核内容共三项：党的建设（满分30分）、业务工作（满分50分）、作风建设（满分20分）。",
        "年度考核分值设定为100分：党的建设30分+业务工作50分+作风建设20分。",
        "党的建设占30分，业务工作占50分，作风建设占20分，总计100分。",
        "考核内容：1.党的建设，30分；2.业务工作，50分；3.作风建设，20分。",
        "指标的分值分配为：党的建设30分，业务工作50分，作风建设20分。",
        "考核总分100分。其中，党建办负责考核党的建设30分，业务股负责考核业务工作50分，办公室负责考核作风建设20分。",
    ],
)
def test_points_find_their_parts_however_the_words_stand(text: str) -> None:
    (part,) = read_parts(articles([Paragraph(text)]))
    assert part.parts == (("党的建设", "30"), ("业务工作", "50"), ("作风建设", "20"))


def test_what_is_given_or_taken_makes_no_whole() -> None:
    assert read_parts(articles([Paragraph("考核中受表彰的加50分，受批评的扣30分，迟报的每次扣20分。")])) == []
    assert read_parts(articles([Paragraph("考核等次：优秀50分、良好30分、一般20分。")])) == []


def test_the_rest_of_the_points_is_named_behind_them_and_weights_may_be_below_one() -> None:
    (part,) = read_parts(articles([Paragraph("本办法总分100分，其中教学工作50分、科研工作30分，其余20分为师德师风。")]))
    assert part.parts[-1] == ("师德师风", "20")
    said = "综合得分由两部分加权得出，即业绩考核（权重0.6）、社会评价（权重0.4）。"
    assert _formulas(said)[0][1] == "业绩考核×60%+社会评价×40%"
    assert _formulas("考核总成绩按“平时考核40%+年终考核60%”的办法计算。")[0][1] == "平时考核×40%+年终考核×60%"
    assert voters("由书记、镇长及其他成员分别打分，三者权重为4:4:2。") == {
        "书记": Fraction(2, 5), "镇长": Fraction(2, 5), "其他成员": Fraction(1, 5)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "names", "is_open"),
    [
        ("出现并列的，以项目建设得分高者优先。", ("项目建设",), False),
        ("若遇两个以上单位分数相同，则比较其招商引资得分，再比较信访维稳得分。", ("招商引资", "信访维稳"), False),
        ("得分一致的，看项目建设；项目建设也一致的，看招商引资。", ("项目建设", "招商引资"), False),
        ("总分相同，先比项目建设，再比招商引资。", ("项目建设", "招商引资"), False),
        ("得分并列的，以党的建设得分高者为先；仍并列的，由县委常委会研究确定。", ("党的建设",), True),
        ("总分并列时由领导小组研究确定先后。", (), False),
        ("总分相同者，以党的建设、项目建设两项得分之和高者为先。", (), False),
    ],
)
def test_what_decides_between_equal_totals_is_found_among_other_words(
    said: str, names: tuple[str, ...], *, is_open: bool
) -> None:
    sentences = [one for _, article in articles([Paragraph(said)]).walk() for one in article.sentences()]
    found, _, bindings = read_order(sentences)
    assert found == names
    assert any(one.check for one in bindings) == is_open
