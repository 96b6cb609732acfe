"""Score sheets of printed pages: cells cut at the width of their columns, spaces beside numbers, labels stretched by spaces."""

from __future__ import annotations

import pytest

from kaoji.reading import read
from kaoji.reading.sheets import leaves, outline


def found(text: str) -> list[tuple[str, str, str, str]]:
    """Give parent, name, points and text of each leaf; a slash ends a line."""
    sheets = outline(read(text.replace("/", "\n").encode(), name="a.txt")[0])[0].sheets
    return [
        (path[-1].name if path[1:] else "", leaf.name, leaf.points, leaf.text.replace("\n", "").replace(" ", ""))
        for path, leaf in leaves(sheets)
    ]


def test_a_line_that_ends_before_an_amount_goes_on_in_the_next() -> None:
    text = (
        "公园管护考核表/指标类别 考核指标 权重 评分标准/基本指标/游客满意度/30/达到目标值得满分，每低1%扣/0.5 分，扣完为止/"
        "设施完好率/20/完好率达到100%得满分，每低 1 个百/分点扣 1 分/安全指标/游乐设备年检/15/漏检一台扣 3 分，超期不得/分/"
        "防汛值守/10/脱岗一次扣 2 分"
    )
    assert found(text) == [
        ("基本指标", "游客满意度", "30", "达到目标值得满分，每低1%扣0.5分，扣完为止"),
        ("基本指标", "设施完好率", "20", "完好率达到100%得满分，每低1个百分点扣1分"),
        ("安全指标", "游乐设备年检", "15", "漏检一台扣3分，超期不得分"),
        ("安全指标", "防汛值守", "10", "脱岗一次扣2分"),
    ]


def test_labels_may_be_stretched_by_spaces_in_the_line_of_the_head() -> None:
    text = (
        "菜场值班考核标准/序号 项 目 考核内容 分 值 扣 分 标 准/1/人员配备/值班人员到位，职责明确/8分/缺 1 人扣 4 分；职责未上墙扣 2 分/"
        "2/预案管理/预案齐全，每年修订/10分/缺 1 个预案扣 2 分；未修订扣 3 分/3/信息报送/及时准确/12分/迟报 1 次扣 3 分；漏报 1 次扣 6 分"
    )
    assert [leaf[1:3] for leaf in found(text)] == [("人员配备", "8"), ("预案管理", "10"), ("信息报送", "12")]


def test_levels_between_groups_with_points_and_rows_need_no_points() -> None:
    text = (
        "诊所服务考核评分表/一级指标 二级指标 三级指标 分值 评分细则 考核方式/组织管理（10分）/管理体系/工作小组/4/未成立小组的不得分。/查阅文件/"
        "工作方案/6/无年度方案的不得分，内容不全的扣/1 分。/查阅文件/服务提供（30分）/健康档案/建档率/12/建档率低于90%的，每低 1 个百分/点扣 0.5 分。/系统查询/"
        "档案真实性/8/抽查 15 份档案，不真实的每份扣 1/分。/电话核查/慢病管理/规范管理率/10/规范管理率低于60%的，按比例扣/分。/系统查询/"
        "服务效果（15分）/满意度/居民满意度/15/满意率低于80%的，每低 1 个百分/点扣 0.5 分。/问卷调查"
    )
    assert [leaf[:3] for leaf in found(text)] == [
        ("管理体系", "工作小组", "4"),
        ("管理体系", "工作方案", "6"),
        ("健康档案", "建档率", "12"),
        ("健康档案", "档案真实性", "8"),
        ("慢病管理", "规范管理率", "10"),
        ("满意度", "居民满意度", "15"),
    ]


def test_what_scores_is_neither_a_name_nor_an_office() -> None:
    text = (
        "道路管养考核表/考核类别/考核项目/分值/评分标准/考核单位/建设（25分）/改建任务/15/完成年度改建任务得15分，每少1公/里扣0.5分/县交通局/"
        "工程质量/10/验收合格率达100%得10分，发/现一个不合格扣2分/县交通局/养护（30分）/日常养护/20/路面坑槽每处扣0.5分/县公路局/"
        "客运通达/10/新增1条线路得2分，最高10分/县运管所"
    )
    assert found(text) == [
        ("建设", "改建任务", "15", "完成年度改建任务得15分，每少1公里扣0.5分"),
        ("建设", "工程质量", "10", "验收合格率达100%得10分，发现一个不合格扣2分"),
        ("养护", "日常养护", "20", "路面坑槽每处扣0.5分"),
        ("养护", "客运通达", "10", "新增1条线路得2分，最高10分"),
    ]


@pytest.mark.parametrize("head", ["指标类别/考核指标/权重/评分标准", "指标类别 考核指标 权重 评分标准"])
def test_the_first_group_may_be_named_like_a_column(head: str) -> None:
    text = (
        f"渡口经营业绩表/{head}/基本指标/利润总额/30%/每低1%扣0.5分/保值增值率/20%/每低1个百分点扣1分/"
        "分类指标/资产负债率/25%/高于控制线的，每高1个百分点扣1分/劳动生产率/25%/下降的不得分"
    )
    assert [leaf[:3] for leaf in found(text)] == [
        ("基本指标", "利润总额", "30"),
        ("基本指标", "保值增值率", "20"),
        ("分类指标", "资产负债率", "25"),
        ("分类指标", "劳动生产率", "25"),
    ]


def test_what_a_fault_costs_each_time_has_a_column_of_its_own() -> None:
    text = (
        "窗口服务考核细则/类别/考核项目/考核标准/扣分值/检查方式/服务环境/环境卫生/大厅整洁，无卫生死角/0.5分每处/日常巡查/"
        "便民设施/饮水机、老花镜完好/0.2分每项/日常巡查/服务规范/仪容仪表/统一着装，佩戴工号牌/0.5分每人次/视频抽查/"
        "文明用语/来有迎声，走有送声/1分每人次/视频抽查"
    )
    assert [leaf[:2] for leaf in found(text)] == [
        ("服务环境", "环境卫生"),
        ("服务环境", "便民设施"),
        ("服务规范", "仪容仪表"),
        ("服务规范", "文明用语"),
    ]


def test_what_points_are_given_by_stands_beside_the_standard() -> None:
    text = (
        "绩效管理考核表/考核事项/考核要点/分值/评分依据/评分标准/扣分/目标管理/编报完整率/15/预算系统/编报率每低1个百分点扣1分/"
        "编报质量/15/审核意见/被退回2次以上的，每个项目扣1分/绩效评价/自评报送/20/报送时间/逾期报送的每日扣1分/结果应用/10/整改报告/未整改的每个问题扣3分"
    )
    assert [leaf[:3] for leaf in found(text)] == [
        ("目标管理", "编报完整率", "15"),
        ("目标管理", "编报质量", "15"),
        ("绩效评价", "自评报送", "20"),
        ("绩效评价", "结果应用", "10"),
    ]
