"""Labels of heads as a whole, for heads that run together or were cut: only what is made of these words is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import kind_of

_PEOPLE: Final = "单位|部门|科室|处室|股室|部室|办所|站所"
_ABOUT: Final = "考[核评]|评[估价分定议审]|检查|测评|[计记打赋扣给]分|督查|工作|主要|目标|标准|基[础本]|创建|指标|项目|任务|具体|验收"
SHEET_LABELS: Final = (
    r"(?:评分|计分|考核|评价)标准[及和与](?:验证|考核|评价|检查|计分)?(?:方式|方法|办法|依据|说明)|(?:指标)?(?:解释|定义|说明|口径)(?:[及和与]计算(?:方法|公式))?|(?:评分|计分|考[核评])规则|计算(?:方法|公式)|重点工作|(?:具体|适用)?情形|得分情况|核[准定]分|规定分值?|[村镇乡市县区]级?(?:自评|复核|考核|考评)分|"
    rf"(?:{_ABOUT})?(?:项目|内容|要求|要点|指标)[及和与](?:其)?(?:评分|计分|考[核评]|扣分)?(?:标准|办法|细则|方法|要求|分值)"
    rf"|(?:考核|考评|工作|指标|项目|任务)?(?:{_ABOUT}|自评|自查|自检|自测|实际|实|应)?(?:项目|内容|要求|要点|重点|指标|类别|类目|任务|标准|细则|办法|方法|方式|原则|领域|维度|要素|事项|目标值|目标|说明|分值|得分|分)"
    r"|序号|编号|[记计]分|[一二三]级指标|(?:指标|项目|任务)(?:名称|类别)|类[别目型]|分类|权重|满分|(?:加/?减|加|扣|减)分(?:理由|原因|情况|项目?|标准)?|最高分值?|赋分"
    rf"|(?:考核|责任|牵头|评分|主管|考评|认定|数据提供|信息提供)*(?:{_PEOPLE})|(?:数据|信息|资料|材料)(?:来源|提供|采集|报送|认定)(?:单位|部门|科室|渠道)?|(?:检查|考核)(?:记录|情况)|备注"
)
TASK_LABELS: Final = (
    r"(?:截[至止])?(?:[一二三四]季度|[上下]半年|全年|年度|(?:\d{1,2}[-—至到])?\d{1,2}月(?:份|底|末)?|目前|当前|最新)?(?:工作|任务|项目|形象)?(?:(?:完成|进展|落实|推进|办理|整改)+(?:情况|成效)|进展|进度)"
    r"|(?:重点|主要|具体|年度|全年|督办|督查|民生|主要)?(?:目标任务|工作(?:任务|内容|目标|事项|要点|名称)|任务目标|任务内容|任务|事项|项目(?:名称|内容)?|内容|实事(?:内容|项目|名称)?|措施|举措|工作|目标)"
    r"|(?:[省市县区](?:委|政府)?)?(?:责任|分管|协管|牵头|包保|包联|包抓|挂点|挂联|联系|主管)[省市县区]?领导|(?:[省市县区](?:委|政府)办)?(?:牵头|直接|协管|包保|分管)?责任人|负责人|联系人"
    r"|(?:第一|主要|具体|共同)?(?:牵头|责任|主责|配合|协办|主办|承办|协同|参与|主要责任|相关)(?:责任)?(?:单位|部门|科室|股室|站所)|(?:完成|办结|推进|起止|开始|交办|整改|结束)?(?:时限|时间节点|时间|期限|日期)(?:要求)?|是否(?:办结|完成)|(?:建设|实施)内容(?:及规模)?|量化(?:指标|目标)|(?:问题|反馈问题)(?:清单)?|整改(?:措施|目标)|销号情况|(?:议定|交办|督办|督查)事项"
    r"|存在(?:的)?(?:问题|困难)(?:和困难|及困难)?|下一?步(?:工作)?(?:计划|打算|安排|措施)|(?:任务|工作)?(?:类别|类型)|[序编]号|备注"
)
SHEET_LABEL: Final = late_pattern(SHEET_LABELS)
TASK_LABEL: Final = late_pattern(rf"(?:{TASK_LABELS})(?:[（(][^（()）]{{1,6}}[）)])?")
# Points stuck to the first of numbered items: 41、未建立…的扣4分;2、…
POINTS_BEFORE_ITEMS: Final = late_pattern(
    r"(?<=[。；;.！）)\u4e00-\u9fff])(?P<points>\d{1,2}(?:\.5)?)分?(?=1[、.．][\u4e00-\u9fff“《])"
)
_LONGEST_LABEL: Final = 12
_STRETCHED: Final = late_pattern(r"(?<!\S)[\u4e00-\u9fff](?: [\u4e00-\u9fff])+(?!\S)")
_MOST_WAYS: Final = 16


def are_whole(labels: Sequence[str]) -> bool:
    """Tell whether no standard was cut in two (计分, 办法)."""
    return not any(
        SHEET_LABEL.fullmatch(one + other) and kind_of(one + other, "score") == "text"
        for one, other in pairwise(labels)
    )


def label_parts(text: str) -> Iterator[list[str]]:
    """Give the ways to part what runs together into labels, those with long ones first."""
    for end in range(min(len(text), _LONGEST_LABEL), 1, -1):
        if SHEET_LABEL.fullmatch(text[:end]) is None:
            continue
        if end == len(text):
            yield [text]
        else:
            yield from ([text[:end], *rest] for rest in label_parts(text[end:]))


def closed_up(text: str) -> str:
    """Give a line with labels that spaces stretch closed up, where all that is stretched are labels: 分 值 扣 分 标 准."""
    return _STRETCHED.sub(lambda found: _labels_of(found[0]), text)


def _labels_of(run: str) -> str:
    parts = [labels for labels in islice(label_parts(squeeze(run)), _MOST_WAYS) if are_whole(labels)]
    return " ".join(min((len(labels), labels) for labels in parts)[1]) if parts else run
