"""Reports of progress with many numbers: each value and each ratio belongs to what it is said of, or to nothing."""

from __future__ import annotations

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.phrases.measures import measures
from kaoji.reading.tables.head_words import kind_of
from kaoji.reading.tasks import read_tasks, to_json
from kaoji.reading.tasks.targets import targets_of


def reported(task: str, status: str) -> list[str]:
    """Give what a row of a task table reports."""
    rows = (("序号", "目标任务", "责任单位", "完成情况"), ("1", task, "县发改局", status))
    cells = (
        tuple(Cell(text, at, column, source=Source("a.docx", line=at)) for column, text in enumerate(row))
        for at, row in enumerate(rows)
    )
    document = Document("a.docx", "docx", (Paragraph("任务表", source=Source("a.docx")), Grid(tuple(cells))))
    return [f"{one['metric']} {one['value']}{one['unit']}" for one in to_json(read_tasks(document)[0][0])["reported"]]


@pytest.mark.parametrize(
    ("task", "status", "expected"),
    [
        # the ratio is of the investment, which answers no target
        (
            "新建通村公路40公里，加固桥梁6座",
            "完成投资1.7亿元，占年计划的58%；新建通村公路22.5公里，加固桥梁4座。",
            ["新建通村公路 22.5公里", "加固桥梁 4座"],
        ),
        ("新建通村公路40公里", "新建通村公路30公里，占年计划的75%。", ["新建通村公路 30公里", "完成率 75%"]),
        # of the rest alone
        ("改造粮站5座", "5座粮站均已开工，其中东坪、石桥3座粮站完成改造并投入使用，其余2座完成总工程量的40%。", ["粮站 3座"]),
        (
            "筹集人才公寓800套，基本建成600套",
            "已筹集人才公寓840套，基本建成510套，发放补贴96万元。",
            ["筹集人才公寓 840套", "基本建成 510套"],
        ),
        # one harvest is not that of the year; what is of one level not the sum of all
        ("粮食总产量50万吨，油菜3万亩", "夏粮播种面积11万亩，总产4万吨；油菜3.1万亩。", ["油菜 3.1万亩"]),
        ("粮食总产量50万吨", "夏粮丰收，全年粮食总产量51万吨。", ["粮食总产量 51万吨"]),
        ("培育省级示范社9家", "新增省级示范社7家，全市示范社累计达90家。", ["新增省级示范社 7家"]),
        ("火灾事故死亡率下降6%", "发生火灾事故12起，同比下降20%。", []),
        ("居民养老保险参保2万人，参保率95%", "参保缴费1.7万人，参保率92%。", ["参保缴费 1.7万人", "参保率 92%"]),
        ("居民消费价格涨幅控制在3%以内", "居民消费价格同比上涨1.4%。", ["居民消费价格上涨 1.4%"]),
        ("实际使用外资2亿美元", "实际使用外资9000万美元，完成率45%。", ["实际使用外资 9000万美元", "完成率 45%"]),
        (
            "改扩建中小学9所，新增学位4000个；新建幼儿园5所，新增学位900个",
            "中小学竣工投用7所，新增学位3100个；幼儿园建成5所，新增学位960个。",
            ["中小学竣工投用 7所", "新增学位 3100个", "幼儿园建成 5所", "新增学位 960个"],
        ),
        ("培育省级农业产业化龙头企业6家", "省级龙头企业认定4家。", ["省级龙头企业认定 4家"]),
        ("集装箱吞吐量9万标箱", "集装箱吞吐量7万标箱。", ["集装箱吞吐量 7万标箱"]),
        ("进厂原料蔗80万吨", "2030/2031榨季进厂原料蔗76万吨。", ["进厂原料蔗 76万吨"]),
        ("“一老一小”驿站建成5个", "驿站建成3个，2个正在装修。", ["驿站建成 3个"]),
        (
            "进出口总额达到9亿美元，其中出口6亿美元",
            "进出口总额7.1亿美元，增长8%；其中出口5.2亿美元，增长9%，进口1.9亿美元。",
            ["进出口总额 7.1亿美元", "出口 5.2亿美元"],
        ),
        ("热线工单按期办结率98%", "受理工单3万件，按期办结率99%。", ["按期办结率 99%"]),
        ("报批土地900亩", "组卷报批土地12个批次760亩。", ["组卷报批土地 760亩"]),
        ("整合视频监控2万路", "整合视频监控1.6万路，接入设备900台。", ["整合视频监控 1.6万路"]),
        ("收购量不低于9万吨", "累计收购粮食7万吨，其中政策性收购3万吨。", ["收购粮食 7万吨"]),
        ("进水浓度达到100毫克/升，抽检6批次/千人", "进水浓度92毫克/升，抽检5.6批次/千人。", ["进水浓度 92毫克/升", "抽检 5.6批次/千人"]),
        # the rate is of the investment
        ("建设公路50公里", "公路完工38公里、在建12公里，完成投资900万元，投资完成率88%。", ["公路完工 38公里"]),
        ("居民收入突破4万元", "预计全年居民收入可达4.1万元。", ["居民收入 4.1万元"]),
        ("灌溉水利用系数提高到0.58", "灌溉水利用系数0.575。", ["灌溉水利用系数 0.575"]),
        ("农业保险保费规模达到1亿元", "农业保险签单保费9800万元，承保58万亩。", ["农业保险签单保费 9800万元"]),
        (
            "引进亿元以上项目9个，其中10亿元以上2个",
            "签约亿元以上项目12个，其中10亿元以上3个。",
            ["签约亿元以上项目 12个", "10亿元以上 3个"],
        ),
        ("净增规上企业18家", "新增规上企业15家，退规4家，净增11家。", ["净增 11家"]),
        ("新增光伏装机容量8万千瓦", "新增光伏并网装机6万千瓦。", ["新增光伏并网装机 6万千瓦"]),
    ],
)  # fmt: skip
def test_values_and_ratios_belong_to_what_they_are_said_of(task: str, status: str, expected: list[str]) -> None:
    assert reported(task, status) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为全市1.8万名老年人免费开展白内障筛查", [("老年人", "1.8", "万名")]),
        ("为70岁以上老年人免费接种疫苗2万剂次", [("免费接种疫苗", "2", "万剂次")]),
        ("为企业减税降费3亿元", [("减税降费", "3", "亿元")]),
        ("将30个行业纳入改革范围", [("行业", "30", "个")]),
        ("落实18条惠企措施，打造2个百亿级产业集群", [("百亿级产业集群", "2", "个")]),
        ("惠及9个乡镇4.2万人", [("乡镇", "9", "个"), ("惠及", "4.2", "万人")]),
        ("抓好耕地整改恢复2万亩", [("耕地整改恢复", "2", "万亩")]),
        (
            "孕产妇死亡率、婴儿死亡率分别控制在12/10万、3.5‰以内",
            [("孕产妇死亡率", "12", "/10万"), ("婴儿死亡率", "3.5", "‰")],
        ),
        ("完成5个小区电梯加装工作", [("小区电梯加装", "5", "个")]),
        ("40个重点项目完成投资9亿元", [("重点项目", "40", "个"), ("重点项目完成投资", "9", "亿元")]),
        ("在公园周边新增厕所8座", [("新增厕所", "8", "座")]),
        ("城乡低保标准分别提高到每人每月810元、640元", [("城市低保标准", "810", "元"), ("农村低保标准", "640", "元")]),
        ("城乡居民收入分别增长6%、8%", [("城镇居民收入增长", "6", "%"), ("农村居民收入增长", "8", "%")]),
    ],
)
def test_what_is_counted_has_its_own_name(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.metric, one.value, one.unit) for one in measures(text)] == expected


def test_a_deed_alone_is_done_to_what_was_begun() -> None:
    assert [one.metric for one in targets_of("新开工安置房900套、建成700套")] == ["新开工安置房", "建成安置房"]
    assert [one.metric for one in targets_of("老旧小区改造开工30个、完工26个")] == [
        "老旧小区改造开工",
        "老旧小区改造完工",
    ]


def test_progress_with_what_comes_next_is_progress() -> None:
    assert [kind_of(label, "task") for label in ("工作进展及下步打算", "完成情况及存在问题", "下步打算")][:2] == [
        "status"
    ] * 2


def test_first_reckonings_are_estimates() -> None:
    told = measures("地区生产总值301.8亿元(初步核算数)，增长6.6%")
    assert [one.is_estimate for one in told] == [True, True]


def test_who_is_in_touch_at_the_government_office_coordinates() -> None:
    assert [kind_of(label, "task") for label in ("县政府办联系人", "市府办责任人", "联系人")] == [
        "coordinator",
        "coordinator",
        "person",
    ]
