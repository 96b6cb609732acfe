"""Notices as web pages give them: in one paragraph, with points for each of something, prizes and bands; invented in the genre."""

from __future__ import annotations

import pytest

from tests.reading.invented import adjustments, drafted, found, grades, of_blocks, table, unread

PRESS = (
    "青禾局新闻报送考核办法 为加强新闻报送，制定本办法。 一、考核对象 考核对象为青禾局机关各股室，按月记分。 二、计分标准 "
    "（一）报刊计分标准 1、《青禾日报》采纳1篇计8分。 2、《山城周刊》采纳1篇计6分。 3、其他报刊参照同级报刊计分。 "
    "（二）网站计分标准 1、县网站采用每条3分。 2、市网站采用每条4分。 3、头条的按得分乘以2计分。"
)


def test_points_for_each_of_something_outside_indicators_are_extra() -> None:
    made, scheme = of_blocks(PRESS)
    assert adjustments(scheme) == {
        "《青禾日报》采纳": "每篇计8分", "《山城周刊》采纳": "每篇计6分", "县网站采用": "每条加3分", "市网站采用": "每条加4分",
    }  # fmt: skip
    assert list(scheme.groups) == ["青禾局机关各股室"]
    assert "其他报刊参照同级报刊计分" in unread(made)
    assert "乘以2计分" in unread(made)


def test_parts_that_stand_right_behind_their_heading_are_told_apart() -> None:
    made, _ = of_blocks(
        "青禾局信息报送考核办法为规范信息报送，制定本办法。一、考核对象各股室二、考核内容1、数量。2、质量。三、考核计分办法（一）数量计分办法各股室每月报送五条。"
        "（二）质量计分办法每季由办公室评定。"
    )
    texts = [passage.text for passage in made.passages]
    assert "各股室每月报送五条。" in texts
    assert "每季由办公室评定。" in texts


def test_a_title_may_run_over_two_lines_of_which_the_first_names_the_assessment() -> None:
    _, scheme = of_blocks("青禾县2034年度河道管护考评", "各村计分办法", "一、管护责任（32分）", "漏管一处扣2分。")
    assert scheme.title == "青禾县2034年度河道管护考评各村计分办法"


def test_a_title_ends_where_the_first_chapter_begins() -> None:
    _, scheme = of_blocks(
        "青禾县“红旗渡口”考评办法 第一章总则 第一条为加强渡口管理，制定本办法。第二条考评由交通局实施。 第二章评选 第三条每月评选5个红旗渡口。第四条自印发之日起施行。"
    )
    assert scheme.title == "青禾县“红旗渡口”考评办法"


def test_what_a_sentence_says_beside_its_prizes_is_said() -> None:
    made, scheme = drafted(
        "五、奖励",
        "年度考核设一等奖一名，奖金9000元；二等奖二名，奖金6000元；另外在市级评比中进入前三名的村，另行奖励8000元。",
    )
    assert [(award.name, award.amount) for award in scheme.awards] == [("一等奖", "9000元"), ("二等奖", "6000元")]
    assert "另行奖励8000元" in unread(made)


def test_prizes_with_their_money_are_no_contents() -> None:
    made, _ = of_blocks("青禾镇卫生评比方案", "一、奖励", "奖励标准为一等奖3万元、二等奖2万元、三等奖1万元。")
    assert all("考核内容" not in choice.decision for choice in made.choices)


@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("90分以上（含90分）为优秀、80分-90分（含80分）为良好、65-80分（含65分）为合格，65分以下为不合格。", ["90", "80", "65"]),
        ("92分以上为优秀、84-92分（不含92分）为良好、70-84分（不含84分）为合格，70分以下为不合格。", ["92", "84", "70"]),
    ],
)  # fmt: skip
def test_bands_with_brackets_belong_to_the_grade_behind_them(words: str, least: list[str]) -> None:
    _, scheme = of_blocks("青禾县医院考核方案", f"根据得分分为四个等级，{words}")
    assert [str(one["at_least"]) for one in grades(scheme).values() if "at_least" in one] == least


def test_units_that_a_sentence_names_are_those_of_a_group_whatever_follows() -> None:
    _, scheme = of_blocks("青禾县医院考核方案", "考核对象为县人民医院、县第二医院、县中医院。考核内容见指标表。")
    (group,) = scheme.groups.values()
    assert group.units == ("县人民医院", "县第二医院", "县中医院")


def test_deductions_introduced_in_a_part_are_its_items() -> None:
    _, scheme = of_blocks(
        "青禾县渡口考核制度",
        "（一）服务（55分）",
        "服务规范得55分。",
        "扣分如下：",
        "1、未着制服的，每人次扣2分；",
        "2、与乘客争吵的，每人次扣4分；",
        "（二）纪律（45分）",
        "遵守纪律得45分。",
        "扣分情形：",
        "1、擅离渡口的，每次扣3分；",
        "2、酒后值守的，每次扣9分。",
    )
    assert [item.name for item in found(scheme, "服务").items] == ["未着制服", "与乘客争吵"]
    assert [item.name for item in found(scheme, "纪律").items] == ["擅离渡口", "酒后值守"]


def test_a_list_of_grades_is_none_that_is_given_and_lost_dashes_are_said() -> None:
    made, scheme = of_blocks(
        "青禾县林长考核制度",
        "考核实行百分制，结果为优秀、良好、合格和不合格四个档次。92分以上为优秀、8094分为良好、6579分为合格、64分以下为不合格。",
    )
    assert scheme.limits == ()
    assert [str(one["at_least"]) for one in grades(scheme).values() if "at_least" in one] == ["92", "80", "65"]
    assert any("连接号可能丢失" in rule.check for passage in made.passages for rule in passage.rules)


def test_shares_of_grades_that_are_called_otherwise_are_left_and_said() -> None:
    made, scheme = of_blocks(
        "青禾街道社工考核办法",
        "季度考核结果分为优秀、合格、基本合格、不合格四个等级，评为“优”的占12%左右，评为“良”的占80%左右。",
    )
    assert all("share" not in one for one in grades(scheme).values())
    assert "评为“优”的占12%左右" in unread(made)


def test_whole_factors_that_make_a_hundred_are_percentages() -> None:
    _, scheme = of_blocks("青禾街道社工考核办法", "季度考核综合得分=月度考核得分*55+民主测评*35+考评组评分*10。")
    assert [total.formula for total in scheme.total] == ["月度考核得分×55%+民主测评×35%+考评组评分×10%"]
    assert "没有写百分号" in (scheme.total[0].check or "")


def test_shares_behind_the_hundred_points_are_the_total() -> None:
    _, scheme = of_blocks("青禾街道社工测评办法", "实行100分制，街道综合考评占40%、社工互评占15%，居民测评占45%。")
    assert [total.formula for total in scheme.total] == ["街道综合考评×40%+社工互评×15%+居民测评×45%"]


def test_grades_that_only_consequences_name_are_the_usual_ones() -> None:
    made, scheme = of_blocks(
        "青禾县干部考核办法",
        "三、结果运用",
        "被评为基本称职和不称职的，不得领取当年奖金。对被评为不称职等次的干部进行问责。",
        "测评中投不称职的票超过三分之一的，进行谈话。",
    )
    assert [(one.then, one.grade) for one in scheme.afterwards] == [
        ("不得领取当年奖金", ("基本称职", "不称职")),
        ("进行问责", ("不称职",)),
    ]
    assert [grade.name for grade in scheme.grades] == ["优秀", "称职", "基本称职", "不称职"]
    assert "得票率超过三分之一" in unread(made) or all("得票率" not in (one.text or "") for one in scheme.afterwards)


def test_groups_go_by_letters_with_their_units_or_counts() -> None:
    _, scheme = of_blocks(
        "青禾县水利局目标考核办法",
        "第一条考核分为三个序列：",
        "第一序列：灌区管理所。分A、B组，A组为3个城郊管理所，B组为9个农村管理所；",
        "第二序列：业务科室。A组为规划科、建设科、防汛科等3个科室，B组为质监站、河道站等2个单位；",
        "第三序列：综合科室。共3个单位：办公室、财务科、人事科。",
    )
    assert {name: (group.stated, group.units) for name, group in scheme.groups.items()} == {
        "第一序列A组（城郊管理所）": (3, ()),
        "第一序列B组（农村管理所）": (9, ()),
        "第二序列A组": (3, ("规划科", "建设科", "防汛科")),
        "第二序列B组": (2, ("质监站", "河道站")),
        "第三序列": (3, ("办公室", "财务科", "人事科")),
    }


def test_grades_by_points_may_be_called_as_the_options_of_a_ballot() -> None:
    _, scheme = of_blocks(
        "青禾县窗口评议办法",
        "评议结果分为满意、基本满意、不满意三个等次，实际得分在82分（含82分）以上为满意，62分至82分（不含82分）以下为基本满意，62分（不含62分）以下为不满意。",
    )
    assert {name: str(one.get("at_least", "")) for name, one in grades(scheme).items()} == {
        "满意": "82", "基本满意": "62", "不满意": "",
    }  # fmt: skip


def test_shares_in_a_row_behind_the_names_are_the_total() -> None:
    _, scheme = of_blocks("青禾县行风评议办法", "以问卷为主，群众问卷得分和工作考核得分按65%和35%的比例计入总分。")
    assert [total.formula for total in scheme.total] == ["群众问卷×65%+工作考核×35%"]


def test_parts_that_a_text_begins_with_stand_below_their_row() -> None:
    _, scheme = of_blocks(
        "青禾镇农村工作目标责任书",
        "1、产业发展30分，其中招商引资18分，全民创业12分。由镇工办负责考核。",
        "2、基层党建20分。其中：组织9分、纪检7分、宣传4分，具体细则由镇党建办制定。",
        "3、农田水利15分。每推迟一天扣0.5分。由镇农办负责考核。",
    )
    assert scheme.title == "青禾镇农村工作目标责任书"
    assert [(node.name, [(item.name, str(item.points), item.provider) for item in node.items]) for node in scheme.indicators] == [
        ("产业发展", [("招商引资", "18", ("镇工办",)), ("全民创业", "12", ("镇工办",))]),
        ("基层党建", [("组织", "9", ()), ("纪检", "7", ()), ("宣传", "4", ())]),
        ("农田水利", []),
    ]  # fmt: skip
    assert found(scheme, "产业发展").check is None


def test_who_else_is_warned_behind_a_semicolon_is_not_the_last_place() -> None:
    made, scheme = of_blocks(
        "青禾县评议办法",
        "三、结果运用",
        "对排名末位的单位，给予黄牌警告；连续2次被黄牌警告的单位，主要领导作出检讨。",
    )
    assert [one.then for one in scheme.afterwards] == ["给予黄牌警告"]
    assert "主要领导作出检讨" in unread(made)


def test_an_item_that_begins_with_a_range_has_its_number() -> None:
    _, scheme = of_blocks(
        "青禾县农田考核办法",
        "（一）标准农田（20分）",
        "1、完成建设任务的，记12分。",
        "2、建立管护队伍的，记5分。",
        "3、1-2个乡镇完成试点的，记3分。",
    )
    assert [str(item.points) for item in found(scheme, "标准农田").items] == ["12", "5", "3"]


def test_prizes_that_stand_for_grades_have_their_lines() -> None:
    _, scheme = of_blocks(
        "青禾镇村级目标考核办法",
        "一、考核对象全镇12个行政村。",
        "根据得分排名，设综合一等奖2名、二等奖3名、三等奖4名。一等奖得分须达91分及以上；二等奖得分须达81分及以上；三等奖得分须达71分及以上。",
    )
    lines = [str(one["at_least"]) for one in grades(scheme).values() if "at_least" in one]
    assert lines == ["91", "81", "71"] or [str(award.total_at_least) for award in scheme.awards] == ["91", "81", "71"]


def test_bands_before_a_count_in_figures_are_lines_though_an_annex_has_the_rest() -> None:
    _, scheme = of_blocks(
        "青禾县节水责任评价办法",
        "评价结果分为超额完成（92分以上）、完成（82分—91分）、基本完成（62分—81分）、未完成（62分以下）4个等级（计分办法详见附件）。",
    )
    assert {name: str(one.get("at_least", "")) for name, one in grades(scheme).items()} == {
        "超额完成": "92", "完成": "82", "基本完成": "62", "未完成": "",
    }  # fmt: skip


def test_grades_of_one_sign_keep_their_ending_and_the_last_may_stand_behind() -> None:
    _, scheme = of_blocks(
        "青禾县渠道管护考核办法",
        "得分在86分以上的评为优等，76分至85分的评为良等，62分至75分的评为次等。62分以下的评为差等，扣发当季管护费。",
    )
    assert {name: str(one.get("at_least", "")) for name, one in grades(scheme).items()} == {
        "优等": "86", "良等": "76", "次等": "62", "差等": "",
    }  # fmt: skip


def test_the_office_above_a_title_is_no_part_of_it() -> None:
    _, scheme = of_blocks("青禾县人民政府办公室", "青禾县气象信息工作考核办法", "一、总则", "考核实行百分制。")
    assert scheme.title == "青禾县气象信息工作考核办法"


def test_shares_of_the_target_are_steps_of_one_scale_below_the_whole() -> None:
    _, scheme = of_blocks(
        "青禾县用水考核办法",
        "二、考核指标",
        "1.渠系利用率（60分）",
        "完成全年任务得40分；完成任务的90%得36分；完成任务的80%得32分；完成任务的80%以下不得分。",
        "2.灌溉保证率（40分）",
        "每低1个百分点扣2分。",
    )
    (rule,) = found(scheme, "渠系利用率").rules
    assert rule.score == "达到100%计40分，达到90%计36分，达到80%计32分，低于80%计0分"


def test_bands_without_the_word_for_points_are_lines_too() -> None:
    _, scheme = of_blocks("青禾县用水考核办法", "考核实行百分制。考核62—80为达标、80—90为良好、90—100为优秀。")
    assert {name: str(one.get("at_least", "")) for name, one in grades(scheme).items()} == {
        "优秀": "90", "良好": "80", "达标": "62",
    }  # fmt: skip


def test_rows_without_a_name_go_by_what_they_ask_for() -> None:
    _, scheme = of_blocks(
        "青禾县水源保护考核办法",
        table(
            ("序号", "责任目标", "分值"),
            ("1", "水源巡查列入镇村重要工作，按月研究，有计划有总结。", "40"),
            ("2", "护水责任分解到村，与各村签订责任状。", "35"),
            ("3", "妥善处理用水纠纷；重大纠纷及时上报。", "25"),
        ),
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("水源巡查列入镇村重要工作", "40"),
        ("护水责任分解到村", "35"),
        ("妥善处理用水纠纷", "25"),
    ]


def test_vetoes_in_a_row_are_without_their_numbers_but_with_their_first_sign() -> None:
    _, scheme = of_blocks(
        "青禾县用水考核办法",
        "考核分为优秀、合格、不合格三个等次。有下列情形之一的，一票否决：一是发生溃坝的；二是有意瞒报的；三是有挪用水费行为的。",
    )
    assert [limit.when for limit in scheme.limits] == ["发生溃坝", "有意瞒报", "挪用水费行为"]


def test_units_below_a_heading_that_asks_for_them_are_without_their_number() -> None:
    _, scheme = of_blocks(
        "青禾市节水考核办法",
        "二、责任主体及考核对象",
        "（一）责任主体。各县（区）人民政府、管理区对本地区负总责。",
        "（二）考核对象",
        "1、各县（区）人民政府、管理区、开发区。",
        "2、市直有关部门。",
    )
    assert [group.units for group in scheme.groups.values()] == [("各县（区）人民政府", "管理区", "开发区")]


def test_who_sets_up_the_assessment_is_no_indicator() -> None:
    _, scheme = of_blocks(
        "青禾县简报考核办法",
        "第一章考核评比",
        "第一条成立全县简报工作考评领导小组，由县长任组长。",
        "第二条按时报送的，计基础分1分；每超报1篇计1分；被采用的，每篇计5分。",
    )
    assert all("领导小组" not in node.name for root in scheme.indicators for node in (root, *root.items))
