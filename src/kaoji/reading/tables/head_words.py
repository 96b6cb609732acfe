"""The words that head columns, by what the column holds: one vocabulary for score sheets, one for task tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.wording import label_of, squeeze

Family = Literal["score", "task"]
Kind = Literal[
    "number", "name", "unit", "content", "text", "points", "bonus", "provider", "blank", "note",
    "task", "leader", "coordinator", "lead", "person", "related", "deadline", "status", "target",
    "detail", "measure", "ratio",
]  # fmt: skip
_BRACKETS: Final = late_pattern(r"[（(【︵\[〔][^（）()【】︵︶\[\]〔〕]*(?:[）)】︶\]〕]|$)")
_MAX_HEAD = 26
_PEOPLE = "单位|部门|科室|处室|股室|站所|办所|站办所|科站|主体|机构"
_OWN = "自评|自查|自测|自报|初评|复评|复核|核定|实际|实得|最终|年终"
_ASSESS = "考核|考评|评估|评价|评分|评定|计分|打分|测评|检查|督查|考察|验收|评议"

# The first pattern that matches decides; brackets in a head are left out before.
_SCORE: Final[tuple[tuple[Kind, str], ...]] = (
    ("number", r"^(?:指标|项目|任务)?(?:序号?|编号|序列|项次|行次|号|顺序|代码|编码|No\.?)$"),
    ("note", r"^(?:备注|说明|注|备注说明|情况说明|有关说明|其他|其它|(?:监督|联系|举报|办公)?(?:电话|方式)|(?:责任|分管|牵头|包保|主管|考核)?(?:领导|责任人|负责人|联系人))$"),
    ("blank", rf"^(?:{_OWN}|{_ASSESS}|民主|领导|部门|单位|小组|考核组)*(?:得分|扣分|评分|打分|实得分|核减分|加减分|实得)(?:情况|结果|理由|原因|事由|栏|值|数)?$"),
    ("blank", (rf"^(?:{_OWN}|{_ASSESS})+(?:情况|结果|意见)?$|^(?:单位|部门)?(?:{_OWN})+(?:分数|分)$|^(?:得分|扣分|加分|减分)(?:依据|项目)?$|^(?:实际)?完成(?:情况|值|数|率|进度)$|^[省市县区旗镇乡村街]{{1,2}}级?(?:{_OWN}|{_ASSESS})+分$|"
               r"^实绩$|^(?:佐证|印证|证明|支撑|备查)(?:材料|资料)$|^(?:评价|评分|考核|考评|评估)依据$|^[一二三四1-4]季度$|^扣分及原因$|^签[字名]$")),
    ("content", r"(?:内容|要求|要点)[及和与、](?:其)?(?:标准)?(?:分值|权重|分数)$"),
    ("name", r"(?:指标|项目|名称|类别|事项)[及和与、](?:其)?(?:标准)?(?:分值|权重|分数)$"),
    ("points", r"(?:^|标准|基本|基础|基准|应得|规定|额定|参考|设定|原定|评估|考核|考评|指标|计|总|满|项目|目标|单项|小计|小|占|记)(?:分值|分数|分)(?:权重|值)?$|^(?:权重|权数|分值权重|配分|赋分|赋分值|满分|权重分?值?|权重系数|比重|分配分值|所占分值)(?:比例|值)?$|分值$|权重$|权数$|满分$"),
    ("measure", r"^(?:计量|计算|度量)单位$"),
    ("provider", (rf"(?:数据|信息|资料|材料|依据|情况|证明|成绩)(?:提供|采集|来源|报送|认定|归口|审核)?(?:责任)?(?:{_PEOPLE})|(?:数据|信息|资料|材料|考核|评分)来源|(?:^|计分|评分|打分)依据提供|"
                 rf"^(?:负责|主要|具体|牵头|归口)?(?:{_ASSESS}|责任|主管|牵头|负责|实施|承办|监测|统计|审核|认定|提供|归口|组织|执行|主责|落实|分管|职能|配合)+(?:责任|实施|管理|打分)?的?(?:{_PEOPLE})$|^牵头(?:考核)?(?:{_PEOPLE})$|^(?:考核|考评|评分|打分|评价)(?:者|人|方|组)$")),
    ("unit", rf"^(?:被?(?:考核|考评|评估|评价)(?:对象|{_PEOPLE})|(?:适用|涉及)(?:范围|对象|{_PEOPLE})|{_PEOPLE}|(?:单位|部门|科室)名称|责任科室)$"),
    ("text", (rf"^(?:评分|计分|扣分|赋分)指标$|(?:{_ASSESS}|扣分|加分|减分|加减分|赋分|记分|给分|得分|奖惩|考核|计算)(?:的)?(?:标准|办法|方法|细则|规则|原则|方式|说明|公式|口径)|计分|^(?:标准|办法|方法|细则|扣分项|加分项|评分点)$|"
              r"(?:内容|要求|目标|任务|指标|项目)(?:和|与|及|、)?(?:评分|计分|考核|考评|评估|打分|扣分|评价)?(?:标准|方法|办法|细则)")),
    ("detail", r"^(?:年度|全年|计划|考核|\d{4}年)?(?:目标值|目标数|任务数|计划数|指标值|参考值|标杆值|基期值|上年值|目标数值)$|^(?:指标)?(?:性质|属性|方向|极性|解释|定义|依据|来源|口径)$|^(?:考核|考评|评价)?(?:时间|周期|频次|频率|时限)$|^完成时[间限]$"),
    ("content", rf"(?:{_ASSESS}|工作|任务|主要|具体|目标|建设|项目|指标)*(?:内容|任务|要求|要点|目标|标准|说明|解释|措施|举措)$|目标值|任务目标|^(?:内容|任务|目标|要求)"),
    ("name", r"^[一二三四]级$|(?:[一二三四1-4]级)?指标(?:名称|类别|分类|项目|项)?$|^(?:考核|考评|评价|评估)?指标体系$|项目(?:名称|类别|分类)?$|(?:类别|类目|条目|分类|类型|类|大类|小类|大项|中项|小项|子项|分项|单项|要素|维度|模块|板块|名称|考核事项|事项|领域|方面|考核点|测评点|观测点|考点|项)$|^(?:考核|考评|检查)重点$|^(?:考核|考评|评估|评价)(?:类|项|指标)"),
)  # fmt: skip
_TASK: Final[tuple[tuple[Kind, str], ...]] = (
    ("number", r"^(?:序号?|编号|(?:任务|项目)(?:序号|编号)|项次|行次|号|No\.?)$"),
    ("note", r"^(?:上年|去年|上一年|上年度|基期|上年同期|去年同期)(?:同期)?(?:完成|实际|实绩|基)?(?:数|值|量|情况)?$|^(?:[全在][省市县区州镇]|全?[省市县区])?(?:排名|排位|位次|名次)(?:情况)?$|^(?:办结|完成|销号|督办)(?:状态|评价|与否)$"),
    ("note", r"^(?:备注|说明|注|(?:监督|联系|举报|办公)?(?:电话|方式)|存在(?:的)?(?:主要)?(?:困难|问题).*|下一?(?:步|阶段|月|季度).*|未完成原因.*|原因.*|类别|分类|任务类别|任务来源|来源|类型|板块|领域|亮灯|状态|评价|(?:完成)?得分|分值|权重|(?:年度|全年|\d{4}年|工作|实施|推进|投资|建设)?计划|(?:工作|下步)安排)$"),
    ("coordinator", r"协管|(?:协助|协调|协同|联系)(?:的)?(?:责任人|负责人|领导)$|协调领导|联系领导"),
    ("leader", r"(?:责任|分管|牵头|包保|包抓|主管|挂点|挂联|督办|包联|负责|市级|县级|区级|市委|市政府|县政府|区政府)*领导$|(?:责任|分管|牵头)(?:副?(?:市|县|区|镇|乡)长|常委)|^(?:分管|责任|牵头)领导"),
    ("related", rf"(?:相关|有关|配合|协办|协同|参与|协作|参加|协助|其他|联办|会办|支持)(?:责任|实施|落实)?(?:{_PEOPLE})(?:[及和]?责任人)?$|^(?:配合|协办|协同)(?:{_PEOPLE})?$"),
    ("lead", rf"(?:牵头|责任|主责|主办|承办|负责|落实|实施|主要责任|第一责任|主体|承担|主抓|办理|具体|主管|归口|报送|填报)+(?:责任)?(?:{_PEOPLE})(?:[及和]?(?:责任人|负责人))?$|^(?:责任)?(?:{_PEOPLE})$|^牵头$|^责任方$"),
    ("person", r"(?:责任人|负责人|联系人|牵头人|经办人|联络员|责任干部|联络人|负责同志)(?:员|姓名)?(?:[及和与、](?:联系)?(?:电话|方式))?$"),
    ("deadline", r"(?:完成|办结|时间|截止|时序|落实|整改|推进|计划完成)?(?:时限|期限|时间|时间节点|日期|节点|时点)(?:要求|安排)?$|^完成时|^时序进度(?:要求)?$|^(?:进度)?时间安排$|^时间进度$"),
    ("measure", r"^(?:计量|计算|度量)单位$"),
    ("ratio", r"^(?:累计|年度|全年|实际)?(?:完成(?:率|比例|百分比|进度百分比)|完成(?:年度|全年)?(?:目标|任务|计划)(?:的)?(?:比例|比重|百分比|%)|占[^。]{2,8}(?:任务|目标|计划)(?:比例|比重|的?%)?|进度比例?)$"),
    ("target", r"^(?:年度|全年|[今本当]年|年初|计划|\d{4}年|考核)*(?:目标|任务|计划)+(?:总量|绝对[值额]|数值|增速|增幅|增长率?)$|^(?:年度|全年|[今本当]年|年初|计划|\d{4}年|考核|目标)?(?:目标值|目标数|计划数|任务数|目标任务数|计划目标|任务量|目标量|计划量|目标数值|量化目标|指标值|年计划|年目标|年任务)$"),
    ("status", r"(?:完成|进展|落实|推进|办理|实施|执行|进度|工作|整改)(?:进展|完成|落实|推进)?(?:情况|状况|结果|动态|成效)|^(?:目前|当前|工作|实际|形象|完成|办理|推进|实施|建设|工程|项目|落实|现|最新)?(?:进度|进展|完成数|完成值|完成量|实绩)$|^(?:目前|当前|截至).*(?:进展|情况|进度)|完成情况|进展情况|累计(?:完成|数|值)?$|(?:季度|月份?|半年)(?:份)?.*(?:情况|完成(?:数|值|量)?|实绩|进展|进度)$|^\d{1,2}[-—至]\d{1,2}月份?$|^完成$|成效$|^(?:累计)?同比(?:增长|增速|增减|增幅)?(?:率)?(?:[+±-]*%)?$|^(?:增速|增幅|增长率)(?:[+±-]*%)?$|^(?:总量|绝对[值额])$|(?:^|进度|进展)第?[一二三四1-4]季度$"),
    ("task", r"任务|工作(?:内容|事项|目标|要点|措施|举措|要求|名称)|(?:重点|主要|具体|督查|督办|交办|决定|议定|实事|民生|考核)(?:工作|事项|项目|内容|措施|举措|实事)|^(?:内容|事项|项目|目标|工作|举措|措施|实事|指标)(?:名称|内容)?$|(?:项目|事项|指标|实事)(?:名称|内容)$|目标要求|指标$|目标$|^(?:具体|主要|推进|落实)?(?:措施|举措|要求)$|^建设(?:内容|规模)"),
)  # fmt: skip
# 2031年度任务目标 heads a column, 2031年度任务分解表 is a title.
_YEAR: Final = late_pattern(
    r"^\d{4}年度?(?=(?:工作|任务|主要|考核|计划|重点)?(?:目标|任务|计划|指标|完成|进展)(?:任务|目标|要求|值|数|情况)?$)"
)
_COMPILED: Final[Mapping[Family, tuple[tuple[Kind, re.Pattern[str]], ...]]] = {
    "score": tuple((kind, late_pattern(pattern)) for kind, pattern in _SCORE),
    "task": tuple((kind, late_pattern(pattern)) for kind, pattern in _TASK),
}
# What a kind of column is mostly headed: how the head was understood is told in these words.
USUAL_HEADS: Final[Mapping[Kind, str]] = {
    "number": "序号", "name": "指标名称", "unit": "单位", "content": "考核内容", "detail": "考核内容", "text": "评分标准", "points": "分值",
    "bonus": "加分", "provider": "数据提供单位", "blank": "得分", "note": "备注", "task": "目标任务", "leader": "责任领导", "coordinator": "协管责任人",
    "lead": "牵头单位", "person": "责任人", "related": "相关单位", "deadline": "完成时限", "status": "完成情况", "target": "目标值",
    "measure": "计量单位", "ratio": "完成率",
}  # fmt: skip
# Told by the head that they stand below: 总量 and 增速（%） of a target or of what was reached, quarters of either.
_SHARE_DONE: Final = late_pattern(r"[占完成]{1,2}(?:年度|全年|年)?(?:目标|任务|计划)\(%\)")
_BY_ITS_HEAD: Final = late_pattern(
    r"^(?:总量|绝对[值额]|数值|(?:累计|同比)*(?:增速|增幅|增长率?|增减)(?:[+±-]*%)?|同比|第?[一二三四1-4]季度)$"
)
_NO_HEAD: Final = late_pattern(
    r"[。；;！？，,]|[：:].|表$|方案$|通知$|^\d{4}年.{4}|.{6,}(?<![及和与、])(?:指标体系|计分|评分标准|考核细则|实施细则)$|\d{4}年度"
)


@lru_cache(maxsize=2**13)
def kind_of(label: str, family: Family) -> Kind | None:
    """Give what a column with this head holds.

    >>> kind_of("评估内容与计分方法", "score"), kind_of("分 值", "score"), kind_of("考核部门", "score")
    ('text', 'points', 'provider')
    >>> kind_of("区政府办协管责任人", "task"), kind_of("相关单位", "task"), kind_of("完成情况", "task")
    ('coordinator', 'related', 'status')
    """
    squeezed = _YEAR.sub("", bare_label(label))
    if not 0 < len(squeezed) <= _MAX_HEAD or _NO_HEAD.search(squeezed) or label_of(squeezed):
        return None
    if family == "task" and _SHARE_DONE.fullmatch(fold(squeeze(label))):
        return "ratio"
    return next((kind for kind, pattern in _COMPILED[family] if pattern.search(squeezed)), None)


def bare_label(label: str) -> str:
    """Give a head without white space and brackets.

    >>> bare_label("分 值（100分）")
    '分值'
    """
    return _BRACKETS.sub("", fold(squeeze(label)))


def is_told_by_its_head(label: str) -> bool:
    """Tell whether a lower head says nothing without the one above it.

    >>> is_told_by_its_head("增速（%）"), is_told_by_its_head("完成情况")
    (True, False)
    """
    return _BY_ITS_HEAD.search(bare_label(label)) is not None
