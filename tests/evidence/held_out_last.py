"""Held out last: written after every rule stood, measured once. No rule may be tuned on them."""

from papers import Paper, T

S, N, C, U = "supported", "not_supported", "cannot_bear", "unread"
P = "2026-03"
CITY = "松原山市"


def p(
    name: str, form: str, claim: str, verdict: str, blocks: list[object], period: str = P, place: str = CITY
) -> Paper:
    return Paper(name, form, claim, verdict, blocks, period, place)


SPRING = T(
    [
        ["松原山市2026年春季农业生产进度表", "<", "<", "<", "<", "<"],
        ["（截至3月31日）", "<", "<", "<", "<", "单位：万亩"],
        ["县区", "春播面积", "<", "<", "农机检修（台）", "<"],
        ["^", "意向面积", "已播面积", "进度%", "应检", "已检"],
        ["合计", 86.0, 12.4, 14.4, 5200, 4870],
        ["白杨县", 31.0, 4.6, 14.8, 1900, 1820],
        ["青岗县", 33.0, 5.1, 15.5, 2000, 1850],
        ["铁东区", 22.0, 2.7, 12.3, 1300, 1200],
    ]
)
INDUSTRY = T(
    [
        ["指标名称", "单位", "本月", "1—3月", "1—3月同比增长(%)"],
        ["规模以上工业总产值", "亿元", 62.1, 171.8, 8.6],
        ["高技术制造业增加值", "%", "", "", 14.2],
        ["工业用电量", "亿千瓦时", 3.4, 9.8, 4.1],
        ["制造业投资", "亿元", 11.7, 24.6, 16.3],
        ["房屋新开工面积", "万平方米", 9.2, 18.7, -22.5],
    ]
)
BED = T(
    [
        ["项目名称", "青岗县人民医院内科楼", "验收类别", "竣工验收"],
        ["批准建筑面积", "1.86万㎡", "竣工建筑面积", "18420㎡"],
        ["批准投资", "9,200万元", "实际投资", "8,960万元"],
        ["新增床位", "260张", "验收日期", "2026年3月20日"],
        ["验收结论", "工程质量合格，同意交付使用", "<", "<"],
    ]
)
REPORT = [
    "松教发〔2026〕9号",
    "松原山市教育局关于一季度教育惠民实事进展情况的通报",
    "各县（区）教育局：",
    "今年市政府工作报告确定新改扩建公办幼儿园12所、新增公办学位6000个。截至3月末，进展如下：",
    "一、公办幼儿园。已开工10所，其中主体完工4所，投入使用3所。",
    "二、公办学位。累计新增2150个，其中白杨县800个、青岗县750个、铁东区600个。",
    "三、校园食堂。完成“互联网+明厨亮灶”改造96家，改造率达到82.1%，比上年末提高11.4个百分点。",
    "各地要倒排工期，二季度末新增学位要达到4000个。",
    "松原山市教育局",
    "2026年4月2日",
]
NOTICE = [
    "公 告",
    "松原山市铁东区2026年3月份城乡低保资金发放情况公告如下：",
    "本月为4,312户6,905人发放低保金318.7万元，其中城市低保121.4万元，农村低保197.3万元。",
    "铁东区民政局",
    "2026年3月28日",
]
SLIP = [
    "预算单位资金支付凭证",
    T(
        [
            ["支付时间", "2026/3/11", "凭证号", "3300871"],
            ["付款账户名称", "青岗县交通运输局", "收款账户名称", "松原山路桥集团"],
            ["支付金额（元）", "1,560,000.00", "预算指标（元）", "5,000,000.00"],
            ["摘要", "青白公路改建工程第二期进度款", "<", "<"],
        ]
    ),
]
PAPERS = [
    p("spring-sown", "xlsx", "完成春播12.4万亩", S, [SPRING]),
    p("spring-county", "docx", "完成春播面积4.6万亩", S, [SPRING], place="白杨县"),
    p("spring-machines", "pdf", "检修农机4870台", S, [SPRING]),
    p("spring-intended", "xlsx", "完成春播86万亩", N, [SPRING]),
    p("spring-should", "docx", "检修农机5200台", N, [SPRING]),
    p("spring-other", "pdf", "完成春播5.1万亩", N, [SPRING], place="铁东区"),
    p("spring-april", "ofd", "完成春播12.4万亩", N, [SPRING], period="2026-04"),
    p("spring-hectare", "docx", "完成春播8267公顷", N, [SPRING]),
    p("industry-output", "docx", "规上工业总产值171.8亿元", S, ["松原山市工业经济运行月报", "2026年3月", INDUSTRY]),
    p("industry-growth", "pdf", "制造业投资增长16.3%", S, ["松原山市工业经济运行月报", "2026年3月", INDUSTRY]),
    p("industry-month", "xlsx", "制造业投资11.7亿元", N, ["松原山市工业经济运行月报", "2026年3月", INDUSTRY]),
    p("industry-hightech", "docx", "高技术制造业增加值增长14.2%", S, ["松原山市工业经济运行月报", "2026年3月", INDUSTRY]),
    p("industry-mixed", "pdf", "制造业增加值增长14.2%", N, ["松原山市工业经济运行月报", "2026年3月", INDUSTRY]),
    p("industry-fall", "docx", "房屋新开工面积增长22.5%", N, ["松原山市工业经济运行月报", "2026年3月", INDUSTRY]),
    p("industry-power", "html", "工业用电量9.8亿千瓦时", S, ["松原山市工业经济运行月报", "2026年3月", INDUSTRY]),
    p("bed-new", "docx", "新增医院床位260张", S, ["青岗县人民医院内科楼竣工验收表", BED], place="青岗县"),
    p("bed-area", "pdf", "人民医院内科楼竣工建筑面积1.84万平方米", S, ["青岗县人民医院内科楼竣工验收表", BED], place="青岗县"),
    p("bed-area-approved", "docx", "人民医院内科楼竣工建筑面积1.86万平方米", N, ["青岗县人民医院内科楼竣工验收表", BED], place="青岗县"),
    p("bed-money", "pdf", "人民医院内科楼完成投资8960万元", S, ["青岗县人民医院内科楼竣工验收表", BED], place="青岗县"),
    p("bed-money-approved", "docx", "人民医院内科楼完成投资9200万元", N, ["青岗县人民医院内科楼竣工验收表", BED], place="青岗县"),
    p("bed-february", "docx", "新增医院床位260张", N, ["青岗县人民医院内科楼竣工验收表", BED], period="2026-02", place="青岗县"),
    p("report-seats", "docx", "新增公办学位2150个", S, REPORT),
    p("report-county", "pdf", "新增公办学位750个", S, REPORT, place="青岗县"),
    p("report-county-wrong", "txt", "新增公办学位800个", N, REPORT, place="青岗县"),
    p("report-goal", "docx", "新增公办学位6000个", N, REPORT),
    p("report-next", "pdf", "新增公办学位4000个", N, REPORT),
    p("report-begun", "docx", "建成公办幼儿园10所", N, REPORT),
    p("report-kitchens", "docx", "完成明厨亮灶改造96家", S, REPORT),
    p("report-points", "pdf", "明厨亮灶改造率提高11.4个百分点", S, REPORT),
    p("report-points-as-rate", "docx", "明厨亮灶改造率提高11.4%", N, REPORT),
    p("notice-paid", "docx", "本月发放低保金318.7万元", S, NOTICE, place="铁东区"),
    p("notice-rural", "pdf", "发放农村低保金197.3万元", S, NOTICE, place="铁东区"),
    p("notice-people", "docx", "发放低保金惠及6905人", S, NOTICE, place="铁东区"),
    p("notice-other", "docx", "发放低保金318.7万元", N, NOTICE, place="白杨县"),
    p("slip-paid", "pdf", "青白公路改建工程支付资金156万元", S, SLIP, place="青岗县"),
    p("slip-budget", "docx", "青白公路改建工程支付资金500万元", N, SLIP, place="青岗县"),
    p("slip-april", "docx", "青白公路改建工程支付资金156万元", N, SLIP, period="2026-04", place="青岗县"),
    p("talk", "docx", "新增公办学位2150个", C, ["在全市教育工作会议上的发言", "一季度新增公办学位2150个。"]),
    p("arrangement", "docx", "检修农机5200台", C, ["关于做好2026年春季农机检修工作的安排", "全市检修农机5200台。"]),
    p("column", "html", "完成春播12.4万亩", C, ["春回大地农事忙", "本报记者 林海", "截至3月底，全市春播12.4万亩。"]),
    p("scan-last", "scan", "新增公办学位2150个", U, REPORT),
    p("scan-slip", "scan", "青白公路改建工程支付资金156万元", U, SLIP, place="青岗县"),
]  # fmt: skip
