"""A small invented scheme that has every kind of slot, panel and condition."""

from pathlib import Path

from kaoji.scheme import Structure, load, resolve

TEXT = """
kaoji: 1
title: 青石县2025年度街道考核
year: 2025
groups:
  街道: {units: [东桥街道, 西桥街道, 南桥街道, 北桥街道, 中桥街道]}
  园区: {units: [云台园区, 月台园区]}
  平台: {}
indicators:
  - name: 经济发展
    for: [街道, 园区]
    items:
      - {name: 固定投资, points: 20, provider: 县统计局, score: 由县统计局计分, when_absent: 主要职能}
      - name: 主要职能
        points: 30
        provider: 县考核办
        rules:
          - {completion: 职能工作, score: 按占比和完成率计分}
      - name: 参合率
        points: 5
        provider: 县卫健局
        rules:
          - {measure: 参合率（%）, target: 95, score: 达到95%计5分，每低于2个百分点扣1分}
        start: zero
      - name: 税收
        points: 10
        provider: 县税务局
        rules:
          - {measure: 税收（万元）, score: 按完成比例计分}
      - name: 增长
        points: 10
        provider: 县统计局
        rules:
          - {measure: 增加值（万元）, score: "按发展指数计分（自身60%，平均40%）"}
        when_absent: 按比例折算
      - name: 项目
        points: 10
        provider: [县发改局, 县统计局]
        rules:
          - {when: 完成年度项目计划, score: 计6分}
          - {when: 项目资料齐全, score: 计4分}
  - name: 平安建设
    provider: 县政法委
    for: [街道, 园区]
    items:
      - name: 责任事故
        points: 15
        rules:
          - {events: 责任事故, score: 每起扣5分，扣完为止}
      - name: 通报
        points: 10
        limits: 同一事项取最大值
        rules:
          - {events: 通报批评, score: "省级扣5分、市级扣3分、县级扣1分"}
          - {events: 其他问题, score: 扣1-3分}
  - name: 加分
    bonus: true
    for: [街道, 园区]
    provider: 县考核办
    rules:
      - {rank: 市级排名, score: "第1名加5分、第2名加3分"}
      - {events: 争取资金, score: "每10万元加1分，最高加5分"}
  - name: 服务企业
    for: 园区
    provider: 县工信局
    items:
      - {name: 固定投资, points: 10, score: 由县工信局计分}
panels:
  群众评价: {points: 100, options: {满意: 100, 一般: 60, 不满意: 0}, abstentions: [不了解], classes: {代表: 60%, 居民: 40%}, provider: 县考核办}
  领导评价: {points: 20, dimensions: {大局: 10, 廉洁: 10}, provider: 县委办}
  上级测评: {points: 100, entered: true, provider: 县考核办}
total:
  - {for: [街道, 园区], formula: "经济发展×60%+平安建设×20%+加分+服务企业×10%+群众评价×10%+领导评价×10%+上级测评×10%，保留两位小数"}
grades:
  - {name: 优秀, shares: {行政: 30%, 事业: 20%}, at_least: 80}
  - {name: 良好, rest: true}
  - {name: 较差, share: 5%, from_bottom: true}
quota: {within: [编制类别], share_by: 编制类别}
limits:
  - {when: 发生重大事故, number: "1", grade_at_most: 良好}
  - {when: 信访排名, last_places: 1, for: 街道, grade_at_most: 良好}
  - {when: 引进大项目, direct: 优秀, needs_approval: true, at_least: {工业: 5000, 农业: 2000}}
elsewhere:
  - {group: 平台, by: 市级名次, grades: {优秀: 1-2}}
awards:
  - {name: 进步奖, when: 位次显著提升}
"""


def small() -> Structure:
    """Resolve the scheme."""
    return of(TEXT)


def of(text: str) -> Structure:
    """Resolve a scheme that has no errors."""
    file, problems = load(text)
    assert file is not None, [problem.line("en") for problem in problems]
    structure, problems = resolve(file)
    assert not problems, [problem.line("en") for problem in problems]
    return structure


def write(folder: Path, **tables: str) -> Path:
    """Write CSV files, one a table; names may carry a provider after two underscores."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name.replace('__', '-')}.csv").write_text(text, encoding="utf-8")
    return folder
