"""The policy lint: assessment content that today's rules forbid or restrict, told apart from ordinary duty.

Two rules are cited by name. Which of an item's words a rule is about, and whether an exception holds, is for a person
to judge: every finding says where to look and why, and none changes a result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.scheme.structure import ResolvedNode, Structure
from kaoji.scheme.subjects import at

RELIEF = "《整治形式主义为基层减负若干规定》（2024年）"
"""Rules on relieving the grassroots of formalism: files, meetings, inspections and assessments, duties."""
APPLICATIONS = "《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）"
"""Measures on government applications: check-ins, online time, installations, likes, votes, shares, photographs."""

_HINT = "This needs a person's judgement; what to weigh is said under this code."
_WITHIN = r"[^，。；,;]"


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of content: the words that speak of it, and the words in the same clause that make it something else."""

    code: str
    message: str
    rule: str
    speaks: re.Pattern[str]
    unless: re.Pattern[str]


def _words(*alternatives: str) -> re.Pattern[str]:
    return late_pattern("|".join(alternatives).replace("~", _WITHIN), re.IGNORECASE)


_MEDIA = r"(?:媒体|电视|电台|报纸|报刊|党报|党刊|日报|网站|公众号|简报|刊物|内参|要情|专报|信息)"
_PRINTED = r"(?:刊发|刊登|刊载|发表|播发|播出|采用|采纳|录用|转载|推介|宣传报道|正面报道|推广报道|报道)"
_APP = r"(?:app|客户端|小程序|公众号|视频号|软件|应用程序|学习平台|掌上|政务应用)"
_INSPECT = r"(?:督查|督导|检查|巡查|暗访|考核|评比)"

TOPICS: tuple[Topic, ...] = (
    Topic(
        "policy.W301",
        "“{words}” gives points for a leader's praising remark; {rule} restricts what may be assessed.",
        RELIEF,
        _words(
            r"批示~{0,6}(?:肯定|表扬|表彰|推广|认可|点赞|嘉许)",
            r"(?:肯定|表扬|推广|认可)(?:性|类)?(?:的)?~{0,4}批示",
            r"(?:获|获得|得到|取得|受到|争取)~{0,14}批示(?!件|精神|要求|交办|事项|指示)",
            r"批示(?:数量|次数|篇数|条数|加分)",
        ),
        _words(r"批示件?~{0,8}(?:办理|办结|落实|督办|回复|反馈|报送|整改)", r"批评", r"问责"),
    ),
    Topic(
        "policy.W302",
        "“{words}” gives points for articles or reports; {rule} restricts what may be assessed.",
        RELIEF,
        _words(
            rf"{_MEDIA}~{{0,14}}{_PRINTED}",
            rf"{_PRINTED}~{{0,10}}(?:信息(?!技术|化|系统|平台)|稿件|文章|新闻|通讯稿|简报)",
            r"(?:投稿|上稿|发稿|用稿|宣传稿件|报送信息|信息报送)~{0,6}(?:数量|\d+\s*[篇条]|每[篇条]|排名)",
        ),
        _words(
            r"负面|曝光|不实|虚假|失实|批评|舆情|谣言|公开|公示|预警|公告|信息(?:技术|化|系统)|论文|专利|个人信息|泄露"
        ),
    ),
    Topic(
        "policy.W303",
        "“{words}” counts likes, shares, votes or followers; {rule} forbids them as a basis of assessment.",
        APPLICATIONS,
        _words(
            r"点赞|集赞|拉票|刷票",
            r"(?:转发|评论|阅读|浏览|点击|播放|收看|访问|关注|投票|得票|粉丝|围观|互动)(?:量|数|次数|人数|率|排名)",
            r"(?:网络|网上|线上|微信|公众号|手机)~{0,6}(?:投票|评选|转发|转评)",
            r"(?:转发|转评)~{0,8}(?:朋友圈|推文|链接|公众号|微博|视频)",
            r"(?:关注|粉丝)~{0,6}(?:公众号|视频号|微博|抖音|账号)",
            r"(?:公众号|视频号|微博|抖音|账号)~{0,8}(?:关注|粉丝)",
        ),
        _words(r"批示", r"民主测评|选举|党代会|代表大会|听证|表决|满意度|电话回访"),
    ),
    Topic(
        "policy.W304",
        "“{words}” scores check-ins, log-ins, online time or photographs; {rule} allows this in special cases only.",
        APPLICATIONS,
        _words(
            r"打卡|签到|接龙",
            r"登[录陆](?:率|数|次数|人数|天数|频次)|(?:每[日天周]|定期|按时)登[录陆]",
            r"在线(?:时长|率|时间|学习时长)|(?:学习|观看|使用)时长|学习积分|积分排名|活跃[度率]|日活(?!动)|月活(?!动)",
            r"留痕|痕迹(?:化)?管理|(?:上传|报送|提交|拍摄)~{0,8}(?:照片|图片|截图|视频|轨迹|定位)|拍照~{0,6}(?:上传|打卡|存档|备查)",
        ),
        _words(r"应急|值班|值守|安保|防汛|抗旱|消防|防火|森林火|考勤|出勤|上下班|请销假|执法记录|学时"),
    ),
    Topic(
        "policy.W305",
        "“{words}” counts meetings, documents or ledgers as such; {rule} asks for fewer of them.",
        RELIEF,
        _words(
            r"(?:召开|组织召开|开)~{0,16}会议?~{0,10}\d+\s*[次场]",
            r"\d+\s*[次场]~{0,10}(?:专题|调度|推进|部署|动员|协调|工作|联席|研究|总结)~{0,2}会",
            r"每(?:少|缺|多)?(?:召)?开?(?:一|1)?次~{0,8}会议?",
            r"(?:印发|下发|制发|出台|编发|报送|上报|撰写|提交)~{0,14}(?:文件|简报|方案|总结|材料|报告|心得|信息)~{0,8}\d+\s*[份篇期件条]",
            r"\d+\s*[份篇期]~{0,6}(?:文件|简报|方案|总结|材料|报告|心得)",
            r"(?:台账|工作笔记|学习笔记|会议记录|痕迹资料|佐证资料)~{0,6}(?:齐全|完整|完备|规范|不全|不齐|缺失|详实|丰富)",
        ),
        _words(
            r"三会一课|支部|党员大会|民主生活会|组织生活会|党组会|中心组|职工代表|听证|人大|政协|常务会",
            r"资产|隐患|项目档案|人事档案|病历|食品|药品|审计|会计|财务",
        ),
    ),
    Topic(
        "policy.W306",
        "“{words}” scores the use of an application as such; {rule} forbids forcing downloads, installations or use.",
        APPLICATIONS,
        _words(
            rf"{_APP}~{{0,10}}(?:下载|安装|注册|激活|推广|使用|覆盖|普及)(?:量|率|数|人数|户数|任务|情况)",
            rf"(?:下载|安装|注册|激活|推广使用|推广)~{{0,10}}{_APP}",
            r"(?:安装率|下载量|下载率|激活率|用户注册率|实名注册率)",
        ),
        _words(r"正版|商标|开发|研发|知识产权|登记注册"),
    ),
    Topic(
        "policy.W307",
        "“{words}” asks for frequent inspections or reports; {rule} asks to join and reduce them.",
        RELIEF,
        _words(
            r"每(?:日|天|周|旬)~{0,10}(?:报送|上报|填报|报告|通报|汇报)",
            r"(?:日|周|旬)(?:报告|报表|报送|调度|通报)(?:制度)?",
            rf"(?:开展|组织|迎接|接受|进行)~{{0,10}}{_INSPECT}~{{0,8}}\d+\s*[次轮]",
            rf"每(?:周|旬|月)~{{0,8}}{_INSPECT}",
            r"(?:填报|报送)~{0,6}(?:表格|报表)~{0,6}\d+\s*[张份次]",
        ),
        _words(
            r"应急|汛|疫|灾|事故|火险|值班|突发",
            r"安全|消防|食品|药品|环境|环保|生态|质量|执法|河|林|卫生|农产品|民爆|保密|财务|审计",
        ),
    ),
    Topic(
        "policy.I308",
        "“{words}” sets a veto; {rule} keeps vetoes to what higher levels allow.",
        RELIEF,
        _words(r"(?:实行|予以|给予|列入|纳入|按|即|为|并|分别)?~{0,8}一票否决"),
        _words(r"(?:没有|未曾|从未|未|不|无)被?\W?一票否决", r"被\W?一票否决"),
    ),
    Topic(
        "policy.I309",
        "“{words}” scores numbers or places of petitions rather than how they are handled; read it beside {rule}.",
        RELIEF,
        _words(
            r"(?:上访|信访|越级访|集体访|个访|进京访|赴省访)~{0,8}[，,]?~{0,6}(?:每|一|\d+)\s*[次起件批例人]",
            r"每(?:发生|出现)?~{0,4}[一1]?[次起件批例人]~{0,10}(?:上访|集体访|越级访|非访|进京访)",
            r"(?:上访|信访|集体访|越级访)~{0,8}(?:排名|名次|位次|数量|总量|人次|批次|倒数|前\d|后\d)",
        ),
        _words(r"办结|化解|按时|及时|受理|答复|回复|满意|包案|接访|规范办理|处置不当|积案"),
    ),
)

_AGAINST = late_pattern(
    r"(?:严禁|不得|禁止|杜绝|防止|减少|整治|纠治|清理|避免|取消|制止|查处|违规|过度|强制要求|强制|变相|搞形式)"
)
_CLAUSE = late_pattern(r"[。；;\n]")


def policy_findings(text: str, source: Source) -> list[Diagnostic]:
    """Check one text, with or without a scheme.

    Each topic is reported once a text. Words that speak against a practice (杜绝打卡、过度留痕的扣分) are no finding.

    Diagnostics: policy.W301 to W307, I308, I309.
    """
    return [
        Diagnostic(topic.code, topic.message, (source,), _HINT, {"words": words, "rule": topic.rule})
        for topic, words in _found_in(text)
    ]


@lru_cache(maxsize=2**14)
def _found_in(text: str) -> tuple[tuple[Topic, str], ...]:
    """Give the topics that a text speaks of with its words; the same texts are looked over after every small change."""
    folded = fold(text)
    topics = [topic for topic in TOPICS if topic.speaks.search(folded)]  # most texts speak of none
    clauses = _CLAUSE.split(folded)
    hits = ((topic, next(filter(None, (_speaks(topic, clause) for clause in clauses)), None)) for topic in topics)
    return tuple((topic, words) for topic, words in hits if words is not None)


def _speaks(topic: Topic, clause: str) -> str | None:
    """Give the words of a clause that speak of the topic, unless others make it something else."""
    if topic.unless.search(clause):
        return None
    for match in topic.speaks.finditer(clause):
        before = re.split(r"[，,]", clause[: match.start()])[-1]
        if not _AGAINST.search(before[-12:]) and not _AGAINST.search(match[0]):
            return match[0]
    return None


def lint_policy(structure: Structure) -> Iterator[Diagnostic]:
    """Check every indicator and grade limit of a scheme; each topic is reported once an indicator."""
    for node in structure.nodes:
        seen: set[str] = set()
        for text, source in _texts(structure, node):
            for diagnostic in policy_findings(text, source):
                if diagnostic.code not in seen:
                    seen.add(diagnostic.code)
                    yield diagnostic
    for index, limit in enumerate(structure.scheme.limits):
        yield from policy_findings(f"{limit.when}；{limit.text or ''}", structure.file.source("limits", index))


def _texts(structure: Structure, node: ResolvedNode) -> Iterator[tuple[str, Source]]:
    """Give what an indicator is about: its name, its notice text, and each slot together with its rule."""
    yield node.name, node.source
    if node.node.text:
        yield node.node.text, at(structure, node, "text")
    for rule in node.rules:
        source = rule.written
        yield f"{structure.slots[rule.slot].label} {rule.rule.score}", source
        if rule.rule.text:
            yield rule.rule.text, source
