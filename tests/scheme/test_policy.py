"""Policy lint: content that today's rules restrict is named, ordinary duty beside it is not."""

from __future__ import annotations

import pytest

from kaoji.diagnostics import Source
from kaoji.numbers import fold
from kaoji.scheme import load, resolve
from kaoji.scheme.policy import APPLICATIONS, RELIEF, TOPICS, lint_policy, policy_findings

HERE = Source("notice.docx", 7)

# Restricted content beside ordinary work that shares its words.
PAIRS = [
    # W301 leaders' remarks
    ("W301", "工作经验获省政府领导批示肯定的，每次加3分", "领导批示件按时办结的，计5分"),
    ("W301", "专报得到市委主要领导肯定性批示的，加2分", "对市领导批示要求落实不力的，每次扣2分"),
    ("W301", "典型做法受到省领导批示表扬的，每篇加1分", "接到批示后三日内未反馈办理情况的，扣1分"),
    ("W301", "调研报告获领导批示的，每份加0.5分", "批示交办事项及时督办落实，由县政府办评分"),
    ("W301", "按批示数量排名，前三名加5分", "因工作不力被领导批示批评的，扣3分"),
    # W302 articles and reports
    ("W302", "在省级以上党报党刊发表文章的，每篇加1分", "被市级以上媒体曝光、负面报道的，每次扣5分"),
    ("W302", "信息被市委办采用的，每条计0.5分", "采用信息化手段改进服务，计5分"),
    ("W302", "经验做法被中央媒体宣传报道的，加5分", "政府信息在网站按时公开的，计5分"),
    ("W302", "全年上稿数量不少于20篇", "公开发表学术论文的，每篇加1分"),
    ("W302", "工作被省级简报刊发推介的，每次加2分", "突发事件信息及时上报、不漏报瞒报，计5分"),
    # W303 likes, shares, votes
    ("W303", "宣传视频点赞量超过1万次的，加1分", "交办或转发的各类事项按期办结，计5分"),
    ("W303", "推文转发量排名后三位的，扣1分", "及时转发上级文件的，计2分"),
    ("W303", "组织干部参加网络投票的，计2分", "民主测评由职工代表投票产生，优秀票计3分"),
    ("W303", "公众号粉丝数每增加1000人加0.5分", "关注困难群众，走访慰问到位的，计5分"),
    ("W303", "发动干部转发朋友圈链接，未完成的扣1分", "经营主体满意度达到90%的，计5分"),
    # W304 check-ins, online time, photographs
    ("W304", "每日在工作群打卡，少一次扣0.1分", "存在强制打卡、过度留痕问题的，每次扣2分"),
    ("W304", "平台登录率达到95%的，计5分", "防汛值守人员按规定签到，缺岗一次扣1分"),
    ("W304", "学习时长不足50小时的，扣1分", "干部完成年度培训学时的，计2分"),
    ("W304", "每次入户须上传照片，缺一次扣0.5分", "执法记录完整，现场视频按规定上传保存，计3分"),
    ("W304", "在线学习积分排名后十位的，扣2分", "严格考勤纪律，上下班打卡异常的按次扣分"),
    # W305 meetings, documents, ledgers
    ("W305", "召开专题会议少于4次的，每少一次扣1分", "落实三会一课制度，每季度召开支部会议1次"),
    ("W305", "每季度报送工作总结材料1份，缺一份扣1分", "按期报送统计年报数据的，计5分"),
    ("W305", "台账资料齐全规范的，计5分", "固定资产台账账实相符，计5分"),
    ("W305", "全年编发工作简报12期，每少1期扣0.5分", "承办全省现场会并保障到位的，计5分"),
    # W306 forced use of applications
    ("W306", "反诈APP安装率达到90%的，计3分", "开发的软件取得商标或知识产权登记的，加1分"),
    ("W306", "政务小程序注册人数每少100人扣1分", "市场主体登记注册按时办结，计5分"),
    ("W306", "推广掌上办事客户端，下载量排名后三位的扣1分", "使用正版软件率达到100%，计3分"),
    # W307 inspections and reports
    ("W307", "每日报送工作进展，漏报一次扣0.5分", "突发事件每日报告进展，漏报一次扣1分"),
    ("W307", "组织开展督查不少于12次", "组织开展消防安全检查不少于4次"),
    ("W307", "实行周调度制度，未按周报送的扣1分", "按要求完成年度普查数据上报"),
    # I308 vetoes
    ("I308", "发生较大责任事故的，实行一票否决", "年度内没有被一票否决的，方可评为优秀"),
    ("I308", "招商引资任务未完成的予以一票否决", "被“一票否决”的单位取消评先资格"),
    # I309 petitions
    ("I309", "发生越级上访的，每起扣2分", "信访件按时办结、答复率达到95%的，计5分"),
    ("I309", "信访工作排名后三位的，不得评为较好", "信访积案化解到位的，计5分"),
]


@pytest.mark.parametrize(("code", "restricted", "_duty"), PAIRS)
def test_restricted_content_is_named(code: str, restricted: str, _duty: str) -> None:
    found = policy_findings(restricted, HERE)
    assert f"policy.{code}" in {item.code for item in found}
    assert all(item.data["words"] in fold(restricted) for item in found)


@pytest.mark.parametrize(("_code", "_restricted", "duty"), PAIRS)
def test_ordinary_duty_is_left_alone(_code: str, _restricted: str, duty: str) -> None:
    assert [item.line("en") for item in policy_findings(duty, HERE)] == []


def test_finding_cites_its_rule_and_leaves_the_judgement_to_a_person() -> None:
    (found,) = policy_findings("宣传视频点赞量超过1万次的，加1分", HERE)
    assert found.sources == (HERE,)
    assert "国办函〔2026〕12号" in found.sentence("en")
    assert "person's judgement" in found.sentence("en")
    assert found.level == "warning"


def test_every_topic_cites_one_of_the_two_rules() -> None:
    assert {topic.rule for topic in TOPICS} == {RELIEF, APPLICATIONS}


def test_topic_is_reported_once_for_a_text() -> None:
    found = policy_findings("打卡一次计1分；签到一次计1分；登录率达到90%计1分", HERE)
    assert [item.code for item in found] == ["policy.W304"]


def test_words_are_found_in_full_width_letters() -> None:
    assert [item.code for item in policy_findings("政务ＡＰＰ安装率达到９０％的，计３分", HERE)] == ["policy.W306"]


SCHEME = """
kaoji: 1
title: 东湖县2031年度考核
year: 2031
groups:
  街道: {units: [甲街道, 乙街道]}
indicators:
  - name: 宣传工作
    points: 10
    provider: 县委宣传部
    text: 在市级以上党报刊发文章的计分，视频点赞量一并考虑。
    rules:
      - {events: 在市级以上党报刊发的文章, score: 每篇计2分}
  - name: 领导交办
    points: 10
    provider: 县委办
    rules:
      - {events: 领导批示件未按时办结, score: 每件扣1分，扣完为止}
limits:
  - {when: 发生较大事故, grade: 较差, text: 对发生较大事故的实行一票否决}
grades:
  - {name: 好, at_least: 90}
  - {name: 较差}
"""


def test_scheme_is_searched_in_names_texts_rules_and_limits() -> None:
    file, _ = load(SCHEME)
    assert file is not None
    structure, problems = resolve(file)
    assert problems == []
    found = [(item.code, item.sources[0].line) for item in lint_policy(structure)]
    assert found == [("policy.W302", 11), ("policy.W303", 11), ("policy.I308", 20)]
