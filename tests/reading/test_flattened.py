"""Tables of pages whose cells became lines: names on several levels, numbers left out, headings, cells to be filled in."""

from __future__ import annotations

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.sheets import Node, leaves, outline
from kaoji.reading.tasks import Task, read_tasks


def document(cells: str, gap: str = "\n") -> Document:
    """Make the text of a page: each cell, parted by a stroke here, is a line, with a blank one behind it or none."""
    lines = f"\n{gap}".join(cells.split("/")).split("\n")
    return Document(
        "a.txt", "txt", tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(lines, 1))
    )


def tree(cells: str, gap: str = "\n") -> tuple[Node, ...]:
    return outline(document(cells, gap))[0].sheets


def rows(nodes: tuple[Node, ...]) -> list[tuple[str, ...]]:
    """Give leaves as names from below the sheet down, and points."""
    return [(*(node.name for node in path[1:]), leaf.name, leaf.points) for path, leaf in leaves(nodes)]


def tasks(cells: str) -> list[Task]:
    return read_tasks(document(cells))[0]


def test_names_of_three_levels_under_one_head_keep_their_levels() -> None:
    found = tree(
        "附件1/乡镇考核项目和分值/项目/分值/考核内容/基本/指标/(9个,300分)/经济类指标/速度指标(5个)/120/考核工业产值、粮食产量等5项指标。/结构指标(2个)/"
        "60/考核税收占比等2项指标。/生态类指标(1个)/70/考核水质达标情况。/民生类指标(1个)/50/考核义务教育巩固情况。/基本/工作/(200分)/"
        "产业发展(150分)/园区建设/80/考核园区基础设施等3项工作。/茶叶产业/70/考核茶园改造等2项工作。/社会治理(50分)/网格管理/50/考核网格巡查等工作。"
    )
    assert rows(found) == [
        ("基本指标", "经济类指标", "速度指标(5个)", "120"),
        ("基本指标", "经济类指标", "结构指标(2个)", "60"),
        ("基本指标", "生态类指标(1个)", "70"),
        ("基本指标", "民生类指标(1个)", "50"),
        ("基本工作", "产业发展", "园区建设", "80"),
        ("基本工作", "产业发展", "茶叶产业", "70"),
        ("基本工作", "社会治理", "网格管理", "50"),
    ]


def test_points_in_brackets_below_a_name_are_those_of_the_name_where_rows_have_bare_ones() -> None:
    found = tree(
        "青川县2034年乡镇河道管护考核细则/2034-05-30 青川县 收藏/朗读/考核项目/考核内容/分值/考核方法与扣分标准/考核结果/得分/1./组织管理/(14分)/"
        "1.1建有巡河队,分工到人;巡河写进镇里的年度安排,有2名以上专管员。/6/没有巡河队扣2分;没有写进安排扣1分。专管员少于2人扣3分。/"
        "1.2每年的管护经费够用。清淤、护坡、补绿各有预算。/5/看预算和凭证,经费不够用扣2分。预算每缺1项扣1分。/年度管护经费万元。/"
        "年度项目经费万元,其中:清淤万元,保洁万元/1.3巡河每年有安排、有记录、有小结,办宣传活动。/3/每少一项扣1分,写得不全扣0.5分"
    )
    assert [(path[-1].name, leaf.points, leaf.text) for path, leaf in leaves(found)] == [
        ("组织管理", "6", "没有巡河队扣2分;没有写进安排扣1分。专管员少于2人扣3分。"),
        ("组织管理", "5", "看预算和凭证,经费不够用扣2分。预算每缺1项扣1分。"),
        ("组织管理", "3", "每少一项扣1分,写得不全扣0.5分"),
    ]


def test_tasks_taken_out_of_a_longer_list_keep_their_numbers_and_headings_are_none() -> None:
    found = tasks(
        "2034年县水利局承担的重点工作任务分解表/序号/重点工作任务/主要责任单位/协同配合单位/一、主要预期目标/4/水利投资增长9%左右。/县水利局/"
        "县财政局、县发改局,各乡镇人民政府,县城投公司。/二、全力稳投资、抓项目,夯实增长基础/三、全力育产业、强链条,构建产业体系/四、全力惠民生、补短板,办好民生实事/37/"
        "持续推进农村饮水提质、管网更新改造,加快建设云溪水厂。/县水利局/县直有关部门,各乡镇人民政府。/52/深化小型水库管护改革,积极引入专业队伍。/县水利局/县城投公司。"
    )
    assert [(task.number, task.lead_units, len(task.related_units)) for task in found] == [
        (4, ("县水利局",), 4),
        (37, ("县水利局",), 2),
        (52, ("县水利局",), 1),
    ]
    assert [task.section[:2] for task in found] == ["一、", "四、", "四、"]


def test_a_task_below_a_merged_number_is_one_of_its_own() -> None:
    found = tasks(
        "2034年民生实事目标任务分解表/序号/民生实事/责任单位/完成时限/1/启动云溪河综合治理工程和湿地公园。/县水务局/县住建局/12月底前/2/新建3座过街天桥。/"
        "县住建局/9月投入使用/3/开工建设县敬老院。/县民政局/6月底前动工/开工建设老年食堂。/12月底前/4/迁建县图书馆。/县文旅局/县代建中心/12月底前/5/"
        "加快推进云岭水库建设。/县水务局/12月底前"
    )
    assert [(task.text, task.lead_units, task.deadline) for task in found] == [
        ("启动云溪河综合治理工程和湿地公园。", ("县水务局", "县住建局"), "12月底前"),
        ("新建3座过街天桥。", ("县住建局",), "9月投入使用"),
        ("开工建设县敬老院。", ("县民政局",), "6月底前动工"),
        ("开工建设老年食堂。", ("县民政局",), "12月底前"),
        ("迁建县图书馆。", ("县文旅局", "县代建中心"), "12月底前"),
        ("加快推进云岭水库建设。", ("县水务局",), "12月底前"),
    ]


def test_a_whole_table_between_bars_is_cut_into_rows_by_its_numbers() -> None:
    cells = "序号/| 考评指标/| 权 重/| 备注/| 数据来源/"
    for number, (name, points) in enumerate(
        [("财政收入", "12"), ("进出口总额", ""), ("城镇化率", "8"), ("投资强度", "6")], 1
    ):
        cells += f"| {number}/| {name}/|{points and ' ' + points}/| 年报/| 县统计局/"
    found = tree("附件2:工业园区考核评价指标体系/" + cells + "|/|", gap="")
    assert rows(found) == [("财政收入", "12"), ("进出口总额", ""), ("城镇化率", "8"), ("投资强度", "6")]


def test_a_whole_table_between_bars_without_numbers_is_read_by_its_cells() -> None:
    found = tree(
        "附件2/街道考核基本指标/类别/| 序/号/| 指 标/| 分/值/| 责任单位/| 经济发展/(8分)/| G1/| 一般预算收入增长率/"
        "| 5/| 县财政局/| G2/| 固定资产投资增长率/| 3/| 县统计局/|",
        gap="",
    )
    assert rows(found) == [("经济发展", "一般预算收入增长率", "5"), ("经济发展", "固定资产投资增长率", "3")]


def test_short_words_that_take_points_are_the_standard_and_no_name() -> None:
    found = tree(
        "村庄环境百分制考评表/类  别/序号/考评项目/考评内容/评分标准/考 评/得 分/(100分)/1/制度建设/(9分)/"
        "1、是否建立了巡查机制2、是否写入“村规民约”3、是否签订责任书/其中有一项没有的扣3分/2/队伍建设/(8分)/"
        "1、是否按标准配备了人员2、工具和车辆是否齐备/其中有一项没有的扣4分/3/垃圾治理/(18分)/"
        "1、村里有无收集点2、路边有无积存垃圾/无收集点的扣6分。每发现一处积存垃圾扣1分。"
    )
    assert [(leaf.name, leaf.points, leaf.text) for _, leaf in leaves(found)] == [
        ("制度建设", "9", "其中有一项没有的扣3分"),
        ("队伍建设", "8", "其中有一项没有的扣4分"),
        ("垃圾治理", "18", "无收集点的扣6分。每发现一处积存垃圾扣1分。"),
    ]


def test_a_provider_said_once_in_the_first_row_is_that_of_all() -> None:
    found = tree(
        "平安建设清单/类别/具体项目内容/信息提供部门/否决事项/发生重大案件的,扣30分。/县平安办/较大事故/发生较大事故的,每起扣5分。/"
        "平安测评/群众安全感低于九成的,每低1个百分点扣0.5分。/平安暗访/暗访发现问题的,每处扣0.2分。"
    )
    assert [leaf.providers for _, leaf in leaves(found)] == [("县平安办",)] * 4


def test_paragraphs_of_a_cell_led_by_a_tab_stay_in_it() -> None:
    found = tree(
        " 平安建设清单/\t类别/\t具体项目内容/\t信息提供部门//\t较大事故/\t1.发生较大事故的,每起扣5分。//2.发生命案的,每起扣8分。/"
        "\t县平安办//\t平安暗访/\t1.暗访发现问题的,每处扣0.2分。//2.整改不到位的,每处扣0.5分。/\t县委政法委/",
        gap="",
    )
    assert [(leaf.name, leaf.providers, leaf.text) for _, leaf in leaves(found)] == [
        ("较大事故", ("县平安办",), "1.发生较大事故的,每起扣5分。2.发生命案的,每起扣8分。"),
        ("平安暗访", ("县委政法委",), "1.暗访发现问题的,每处扣0.2分。2.整改不到位的,每处扣0.5分。"),
    ]


def test_aims_beside_names_are_no_names_and_extras_name_their_row() -> None:
    cells = (
        "2036年乡镇目标考核评分表/考核内容/目标任务/分值/计分办法/考核单位/茶园投资/6.5亿元/12/完成任务计满分,每少1个百分点扣0.2分。/县发改局/"
        "工业产值/增长9%/10/完成任务计满分,每低1个百分点扣0.5分。/县经信局/信访维稳/无到省上访/10/每批次扣2分。/县信访局/"
        "党的建设/按责任书考核/20/按责任书得分折算。/县委组织部/林长制/新造林300亩/8/每少10亩扣0.1分。/县林业局/"
        "加分项/加分项/获中央、省、市表彰的,分别加3分、2分、1分。/县考核办"
    )
    found = [(leaf.name, leaf.points, leaf.is_bonus) for _, leaf in leaves(tree(cells))]
    names = [("茶园投资", "12"), ("工业产值", "10"), ("信访维稳", "10"), ("党的建设", "20"), ("林长制", "8")]
    assert found == [*((name, points, False) for name, points in names), ("加分项", "", True)]


def test_numbered_names_below_extras_are_no_points() -> None:
    cells = (
        "2036年乡镇考核评分表/考核类别/考核指标/分值/评分标准/考核单位/发展(30分)/1.工业/10/每低1个百分点扣0.5分。/县经信局/"
        "2.投资/20/每低1个百分点扣0.5分。/县发改局/治理(20分)/3.平安/20/每批次扣2分。/县委政法委/合计/50/"
        "加分项/4.受表彰/获表彰的,每次加3分。/县委办/5.承办会议/承办会议每次加1分。/县政府办/扣分项/6.通报/被通报的每次扣2分。/县督查室"
    )
    assert [(path[-1].name, leaf.name, leaf.points, leaf.is_bonus) for path, leaf in leaves(tree(cells))][3:] == [
        ("加分项", "受表彰", "", True),
        ("加分项", "承办会议", "", True),
        ("扣分项", "通报", "", True),
    ]


def test_short_rows_between_tabs_or_spaces_are_rows() -> None:
    rows_of_cells = (
        "类别/考核内容/分值/扣分标准/扣分原因/得分|组织体制(16分)/建立巡河队/6/未建立的扣6分。|签订责任书/4/每少签一份扣0.5分。|"
        "明确巡河区域/6/区域不明确的扣3分。|巡河质量(30分)/河道巡查/15/每少一次扣1分。|沟渠巡查/15/每少一次扣1分。"
    )
    for gap in ("\t", " "):
        lines = ["村庄河湖管护考核表", *(row.replace("/", gap) for row in rows_of_cells.split("|"))]
        found = [(path[-1].name, leaf.name, leaf.points) for path, leaf in leaves(tree("/".join(lines), gap=""))]
        assert found == [
            ("组织体制", "建立巡河队", "6"),
            ("组织体制", "签订责任书", "4"),
            ("组织体制", "明确巡河区域", "6"),
            ("巡河质量", "河道巡查", "15"),
            ("巡河质量", "沟渠巡查", "15"),
        ]


def test_names_whose_numbers_count_up_are_in_one_column() -> None:
    found = tree(
        "林业考核评分标准/考核内容/分值/评分标准/1、造林任务完成情况/30/完成的得满分。/2、造林成活率/20/为各乡镇得分的平均数。/"
        "3、示范路段(样板片区)绿化情况/20/按期全部栽完得18分,没有栽完的按比例计。/4、资金落实情况/15/为各乡镇得分的平均数。/"
        "5、管护情况/15/为各乡镇得分的平均数。"
    )
    assert [row[-1] for row in rows(found)] == ["30", "20", "20", "15", "15"]
    assert [leaf.name for _, leaf in leaves(found)][2] == "示范路段(样板片区)绿化情况"


def test_a_sentence_that_asks_behind_a_standard_begins_a_row() -> None:
    found = tree(
        "食品安全考核细则/考核项目/考核内容/分值/评分标准/备注/组织领导(6分)/将食品安全列入议事日程,明确分管领导。/2/查看文件,未列入扣1分。/"
        "配备协管员、信息员,职责明确。/4/未建立网络该项不得分,未调整扣1分。/宣传培训(20分)/组织开展宣传活动,有横幅、有照片。/18/查看材料,每少一次扣3分。/"
        "制定宣传教育方案。/2/无方案不得分。"
    )
    assert [(path[-1].name, leaf.points, leaf.text) for path, leaf in leaves(found)] == [
        ("组织领导", "2", "查看文件,未列入扣1分。"),
        ("组织领导", "4", "未建立网络该项不得分,未调整扣1分。"),
        ("宣传培训", "18", "查看材料,每少一次扣3分。"),
        ("宣传培训", "2", "无方案不得分。"),
    ]
