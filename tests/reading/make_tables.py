"""Makes tests/cases/documents/tables_*: invented score sheets and task tables in every format, with what makes them hard.

Run `python -m tests.reading.make_tables`.
"""

from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
from docx.table import Table

FOLDER = Path(__file__).parents[1] / "cases" / "documents"

# A two-row head, groups merged over rows, a page break as a second table with the same head, a third without a head.
COUNTY_HEAD = [
    ["考核指标", "考核指标", "考核内容", "考核标准", "考核标准", "责任单位"],
    ["一级指标", "二级指标", "考核内容", "分值", "评分标准", "责任单位"],
]
COUNTY_ONE = [
    [
        "产业发展\n（40分）",
        "工业经济",
        "规上工业增加值",
        "15",
        "完成目标任务的计15分，每低1个百分点扣1分，扣完为止。",
        "县工信局",
    ],
    [
        "产业发展\n（40分）",
        "工业经济",
        "工业技改投资",
        "10",
        "完成目标任务的计10分，每低1个百分点扣0.5分。",
        "县工信局、县发改局",
    ],
    ["产业发展\n（40分）", "现代农业", "粮食播种面积", "15", "完成目标任务的计15分，未完成的不计分。", "县农业农村局"],
    ["民生保障\n（35分）", "就业创业", "城镇新增就业", "10", "按完成比例计分。", "县人社局"],
]
COUNTY_TWO = [
    ["民生保障\n（35分）", "教育", "义务教育巩固率", "12", "达到98%的计12分，每低0.5个百分点扣1分。", "县教育局"],
    ["民生保障\n（35分）", "教育", "校园安全", "13", "每发生1起安全责任事故扣5分，扣完为止。", "县教育局\n县公安局"],
]
COUNTY_THREE = [
    ["加分项", "争先创优", "获得表彰", "加分项", "获得省级表彰的每项加2分，市级的每项加1分，最高加5分。", "县考核办"],
]
# Names without merged cells: blank cells below a name mean that it goes on.
BLANKS = [
    ["2032年度青禾县街道工作考核指标体系", "", "", "", ""],
    ["序号", "考核部门", "考核项目", "考核内容及评分细则", "权重"],
    ["一、基层治理（60分）", "", "", "", ""],
    ["1", "区委政法委", "平安建设", "发生重大刑事案件的，每起扣3分。", "20"],
    ["", "区信访局", "", "群众来信按期办结率达到95%的计20分，每低1个百分点扣1分。", "20"],
    ["2", "区城管局", "市容环境", "月度检查综合得分乘以20%计入。", "20"],
    ["二、党的建设（40分）", "", "", "", ""],
    ["3", "区委组织部", "基层党建", "由区委组织部制定细则考核计分。", "40"],
    ["合计", "", "", "", "100"],
    ["备注：同一事项不重复扣分。", "", "", "", ""],
]
PAGE = """<html><body><h2>云水区2033年度部门绩效考核表</h2><table>
<tr><th>分值</th><th>考核项目</th><th>指标名称</th><th>数据来源</th><th>计分办法</th></tr>
<tr><td rowspan="2">最高加10分</td><td rowspan="2">工作创新</td><td>试点示范</td><td>区委改革办</td><td>承担省级试点的加5分，市级的加3分。</td></tr>
<tr><td>经验推广</td><td>区委改革办</td><td>在全省推广的加5分，全市推广的加2分。</td></tr>
<tr><td>30分</td><td rowspan="2">依法行政（50分）</td><td>行政复议</td><td rowspan="2">区司法局</td><td>被撤销的每件扣2分，扣完为止。</td></tr>
<tr><td>20分</td><td>执法检查</td><td>未按计划开展的每次扣1分。</td></tr>
</table></body></html>"""
LINES = """青石市2034年度县区工作考核计分表

序号
指标名称
评估内容与计分方法
分值
数据提供
单位

1
经济发展
（60分）
项目建设
（40分）
重大项目投资
完成年度计划的计25分，每低1个百分点扣0.5分。
25分
市发改委
新开工项目
每少1个扣3分，扣完为止。
15分
市发改委
市住建局
税收收入（20分）
由市税务局提供计分依据。
20分
市税务局
2
生态环境
（40分）
空气质量
优良天数比例达到目标的计20分。
20分
市生态环境局
未完成整改任务的，每项扣2分。
10分
市生态环境局
科技创新
每新增1家高新技术企业加1分。
加分项
市科技局

备注：本表由市考核办负责解释。
"""
WRAPPED = """ 附件 2：

市直机关 2035 年度共性工作考核评分细则

分类 考核项目 考核内容和标准（30分） 分值

作

风

建

设

18分

会风会纪

1、按时参加全市性会议，记 8 分。无故缺席的，每人次扣 1 分；

迟到、早退的，每人次扣 0.5 分；未按要求安排相应人员参加会议

的，每次扣 1 分。

8 分

值班值守

1、落实领导带班制度，记 10 分。抽查发现脱岗的，每次扣 2 分，

扣完为止。

10 分

  3

分类 考核项目 考核内容和标准（30 分） 分值

信息

公开

12分

政务公开

及时更新政府信息公开目录的，记 12 分。每少一条扣 0.5 分，

扣完为止。

12 分

附件 3：

考核工作领导小组名单
"""
HEADINGS = """云岭县2036年度绩效考核办法

一、考核内容

（一）乡镇

1.产业振兴（45分）

1）特色产业（25分）

2）招商引资（20分）

2.基层治理（35分）。由县委政法委牵头考核，每发生一起重大事件扣5分。

3.党的建设(20分

4.加减分项（详见附件2）

（二）县直部门

1.职能工作（70分）

2.依法行政（10分）

3.党的建设（20分）

二、分组

一、乡镇（4个）

云峰镇、白河镇、松林乡、石桥乡

县直部门第一组（3个）：县发改局、县财政局、县教育局

三、考核结果

年终得分保留两位小数。
"""
TASKS = [
    ["青禾县2037年政府工作报告重点任务分解表", "", "", "", "", "", ""],
    ["序号", "重点任务", "完成时限", "责任领导", "牵头单位", "配合单位", "进展情况"],
    ["一、经济发展", "", "", "", "", "", ""],
    [
        "1",
        "●规上工业增加值增长8%",
        "12月底",
        "赵　甲",
        "县工信局",
        "县统计局、各乡镇、街道",
        "规上工业增加值同比增长7.2%。",
    ],
    [
        "2",
        "▲●力争全年新签约亿元以上项目20个，实际到位资金50亿元",
        "12月底",
        "钱乙丙",
        "县商务局",
        "县发改局、县自然资源局",
        "新签约亿元以上项目6个，实际到位资金预计12.5亿元，完成全年任务的25%。",
    ],
    ["二、民生保障", "", "", "", "", "", ""],
    [
        "3",
        "新建幼儿园3所，新增学位810个★",
        "8月底",
        "孙丁戊\n李己",
        "县教育局\n县住建局",
        "县财政局",
        "3所幼儿园均已开工，新增学位270个。",
    ],
    ["4", "城镇登记失业率控制在4.5%以内", "", "周庚辛", "县人社局", "", ""],
    ["注：●为省下达任务；▲为市重点工作；★为县民生实事。", "", "", "", "", "", ""],
]
TASK_LINES = """青禾县2037年重点工作一季度完成情况

序号
目标任务
责任领导
牵头单位
责任人
相关单位
完成情况

1
▲社会消费品零售总额达到86亿元，增长9%
赵　甲
县商务局
吴壬癸
县统计局、
各乡镇、街道
完成社会消费品零售总额20.1亿元，同比增长6.5%。
2
完成老旧小区改造12个
钱乙丙
县住建局
县城投公司
郑子丑
冯寅卯
各街道办事处
已开工老旧小区改造5个，其余正在办理前期手续。
3
扎实做好防汛抗旱工作，确保不发生重大人员伤亡
孙丁戊
县水利局
陈辰巳
县应急局、县气象局，
各乡镇、街道
编制完善了县级防汛预案；
储备编织袋2万条。

备注：▲为市重点工作。
"""
PLAN = """青禾县2038年城市更新行动方案

一、工作目标

到年底，城市面貌明显改善。

二、重点任务

1. 编制城市更新专项规划。（牵头单位：县自然资源局；配合单位：县住建局、各街道；完成时限：2038年3月底）

2. 改造背街小巷15条。

牵头单位：县住建局

配合单位：县财政局、县城管局

完成时限：2038年10月

3. 新建口袋公园6个，新增绿地2.5万平方米。

主责单位：县城管局
协办单位：各乡镇、街道
完成时限：2038年11月

三、工作要求

各单位要高度重视，加强协作。
"""


def merge_equal(table: Table, rows: Sequence[Sequence[str]], columns: Sequence[int]) -> None:
    """Fill a Word table; equal neighbours below each other in these columns, and beside each other in heads, are merged."""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for column in columns:
        start = 0
        for row in range(1, len(rows) + 1):
            if row == len(rows) or rows[row][column] != rows[start][column]:
                if row - start > 1:
                    text = rows[start][column]
                    table.cell(start, column).merge(table.cell(row - 1, column)).text = text
                start = row


def county() -> None:
    """Make the Word file: annexes, a sheet in three tables, department sheets."""
    document = docx.Document()
    document.add_paragraph("附件1")
    document.add_heading("青禾县2031年度乡镇高质量发展考核细则", 1)
    first = [*COUNTY_HEAD, *COUNTY_ONE]
    table = document.add_table(len(first), 6)
    merge_equal(table, first, [0, 1])
    for column in (2, 5):
        table.cell(0, column).merge(table.cell(1, column)).text = COUNTY_HEAD[0][column]
    table.cell(0, 0).merge(table.cell(0, 1)).text = "考核指标"
    table.cell(0, 3).merge(table.cell(0, 4)).text = "考核标准"
    document.add_paragraph("2")
    second = [COUNTY_HEAD[1], *COUNTY_TWO]
    merge_equal(document.add_table(len(second), 6), second, [0, 1])
    document.add_paragraph("3")
    merge_equal(document.add_table(len(COUNTY_THREE), 6), COUNTY_THREE, [0, 1])
    document.add_paragraph("备注：加分项总分不超过5分。")
    document.add_paragraph("附件2")
    document.add_heading("青禾县2031年度县直单位目标任务", 1)
    for unit, tasks in (
        ("县发改局", "1.争取上级资金3亿元；\n2.编制重大项目清单。"),
        ("县水利局", "完成水库除险加固2座。"),
    ):
        document.add_paragraph(f"（{'一二'[unit == '县水利局']}）{unit}          责任人：赵甲")
        rows = [
            ["编号", "项目名称", "工作任务内容", "分值"],
            ["1", "重点工作任务", tasks, "60分"],
            ["2", "专项工作", "1.驻村帮扶；\n2.社区联建。", "40分"],
        ]
        merge_equal(document.add_table(3, 4), rows, [])
    document.save(str(FOLDER / "tables_county.docx"))


def workbook(name: str, rows: Sequence[Sequence[str]], title_columns: int) -> None:
    """Make an Excel file; the title and the remarks are merged over the table."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([text or None for text in row])
    for index in (1, len(rows)):
        sheet.merge_cells(start_row=index, start_column=1, end_row=index, end_column=title_columns)
    book.save(FOLDER / name)


def main() -> None:
    """Make all files."""
    county()
    workbook("tables_blanks.xlsx", BLANKS, 5)
    workbook("tables_tasks.xlsx", TASKS, 7)
    (FOLDER / "tables_page.html").write_text(PAGE, encoding="utf-8")
    (FOLDER / "tables_lines.txt").write_text(LINES, encoding="utf-8")
    (FOLDER / "tables_wrapped.txt").write_text(WRAPPED, encoding="utf-8")
    (FOLDER / "tables_headings.txt").write_bytes(HEADINGS.encode("gb18030"))
    (FOLDER / "tables_task_lines.txt").write_text(TASK_LINES, encoding="utf-8")
    (FOLDER / "tables_plan.txt").write_text(PLAN, encoding="utf-8")


if __name__ == "__main__":
    main()
