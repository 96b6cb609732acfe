"""The vocabulary of scoring texts as fragments of patterns, over folded text."""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
_HAN: Final = r"(?:[零〇一二两三四五六七八九十]|百(?!分[点比之率]))"
NUMBER: Final = rf"(?:{DIGITS}|{_HAN}+(?:点[零〇一二三四五六七八九]+)?|半)"
# Points, but not a minute, a third, a branch office or the scale of marks.
POINTS: Final = r"分(?!之|钟|公司|局|制)"
END: Final = r"(?=[,;。:)(、¶]|$)"


def one_of(*words: str) -> str:
    """Give a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(sorted(set(" ".join(words).split()), key=len, reverse=True)) + ")"


# Measure words that occurrences and quantities are counted in.
UNIT: Final = one_of(
    "次 起 件 例 项 个 家 人 名 位 篇 条 期 份 处 户 天 日 周 月 年 季 季度 小时 分钟 元 百元 千元 万元 百万元 千万元 亿元 万 亿 个亿元 个亿",
    "个百分点 百分点 % ‰ 个点 个千分点 千分点 亩 公顷 吨 公里 千米 米 平方米 立方米 万平方米 万吨 千瓦 平方公里 个名次 个工作日 工作日 个月(?![报刊度]) 个小时 台 辆",
    "月次 场 场次 批 批次 人次 项次 件次 户次 家次 篇次 宗 幅 张 本 部 套 座 所 卷 册 样 村 镇 乡 县 社区 单位 部门 企业 项目 课题 岗 栋 棵 株",
    "头 只 票 级 档 个档次 档次 名次 位次 个位次 等级 等次 字 条次 班 课时 学时 课 届 门 种 类 块 间 床 趟 轮 桩 遍 回 人天 处次 支部 科室",
    "支 队 点位 万人 万户 万美元 亿美元 美元 标准 节 则 首 段 颗 盏 口 眼 艘 团队 基地 平台 案 案件 事项 站 标段 万千瓦时 立方 公斤 千克",
)
# Units of quantities; what is counted in others are occurrences.
MEASURED: Final = re.compile(r"百分点|[%‰]|[万亿百千]?元|[平立]方|亩|公顷|吨|公里|米|千瓦|^万|^亿|个?点$|^分$")
_TIME: Final = one_of("年 月 季 季度 周 日 天 半年 两年 学期 旬 星期 年度 个月 逢 次会议")
FREQUENCY: Final = rf"(?:{_TIME}|{NUMBER}个?{_TIME})"

# Where a verb is the end of another word (合计, 登记, 参加, 缩减) it gives and takes nothing.
_PLUS: Final = (
    one_of("加计 加记 加算 奖励 递增 追加 增加 增计 获 获得 取得 赋 打 计为 记为 得分为 计入")
    + r"|增(?=减分?[\d一二三半])|给予?(?![予扣减])|(?<!参)(?<!增)(?<!追)加|(?:(?<=符合)|(?<![合共总累小统会审]))计|(?<![测考总点互民自])评|(?<![登书标笔])记|(?<!不)得|(?<=[上下的者级%等,率])为|(?<![等金银铜佳秀特项大一二三四获])奖"
)
_MINUS: Final = (
    one_of("扣减 加扣 扣除 扣掉 扣去 倒扣 扣罚 扣 减去 递减 减扣 减计 减除 核减 少计 少得 少记 少给 罚 罚扣 减少")
    + r"|(?<![缩裁削加])减"
)
VERB: Final = rf"(?:(?P<minus>{_MINUS})|(?P<plus>{_PLUS}))"

# Whose points, or which: words that may stand between the verb and the number.
BETWEEN: Final = one_of(
    "满分 分值 分数 总分 总分值 得分 基本分 基础分 标准分 考核分 考评分 绩效分 奖励分 奖分 积分 加分 扣分 减分 本项 该项 此项 单项 其 该 本 单位 部门 科室 个人",
    "责任 牵头 配合 主办 协办 承办 当年 年度 年终 季度 月度 当月 当季 考核 考评 绩效 综合 目标 总成绩 成绩 总评 最终 相应 直接 一次性",
    "额外 为 至 到 掉 去 除 减 计 记 分 的 中 内 均 都 及 和 乡镇 街道 村 社区 乡 镇 主要领导 分管领导 领导 负责人 主要负责人 班子 干部 党组织",
    "支部 全体 所在 所有 并 再 另 可 人 责任人 当事人 业务 工作 作风 管理 企业 学校 医院 指标 项目 同等",
)
SEVERALLY: Final = r"(?:分别|各自|各|依次|相应|对应|按顺序|逐级)"

# Levels and grades that stand alone as the label of an amount.
_PLACE: Final = one_of(
    "国际 国家 世界 全球 中央 全国 部 省部 省 厅 自治区 直辖市 州 盟 地 地市 市厅 厅局 市 市州 县 县区 县市区 区县 区 旗 乡 乡镇 镇 镇街 街道 村 社区"
    " 全省 全市 全县 全区 省市 校 院 系 园区 副省 地厅 县处"
)
LEVEL: Final = (
    rf'"?(?:{_PLACE}(?:委政府|委、{_PLACE}政府|委|政府|直部门|直|部门)?级?(?:一|二|三|特)?等?奖?'
    r"|[一二三四五特]等[奖功]?|(?:特|一|二|三)级|[金银铜]奖|优秀奖|鼓励奖|入围奖|第?[一二三四五]档|[一二三四ⅠⅡⅢⅣ]类|[A-Da-d甲乙丙丁](?:级|等|类|档)?"
    r"|优秀|优良|优|良好|良|中等|中|较好|好|一般|较差|很差|差|基本合格|不合格|合格|基本称职|不称职|称职|基本达标|不达标|达标"
    r"|非常满意|很满意|比较满意|较满意|较为满意|基本满意|不太满意|不满意|满意|不了解|弃权|基本完成|认可|不认可|重大|较大|特大|特别重大"
    r'|及格|不及格|强|较强|弱)"?'
)
OPTION: Final = (
    r'"?(?:非常满意|很满意|比较满意|较满意|较为满意|基本满意|不太满意|不满意|满意|不了解|弃权|优秀|优|良好|良|中等|中|较好|好|一般|较差|很差|差'
    r'|基本合格|不合格|合格|基本称职|不称职|称职|基本认可|不认可|认可|同意|不同意|非常严重|很严重|比较严重|较严重|严重|不大严重|不太严重|不严重|非常安全|比较安全|基本安全|安全|不太安全|不安全|非常了解|比较了解|基本了解|了解|知道|不知道)"?(?:票|率|的|等次|评价)*'
)
