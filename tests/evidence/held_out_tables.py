"""Held out: tables written after the rules stood, looked at only in totals. No rule may be tuned on them."""

from papers import Paper, T

S, N, C, U = "supported", "not_supported", "cannot_bear", "unread"
P = "2025-11"
CITY = "澜江市"


def p(
    name: str, form: str, claim: str, verdict: str, blocks: list[object], period: str = P, place: str = CITY
) -> Paper:
    return Paper(name, form, claim, verdict, blocks, period, place)


ELDER = T(
    [
        ["2025年澜江市居家适老化改造月调度表", "<", "<", "<", "<", "<"],
        ["调度时点：11月30日", "<", "<", "<", "单位：户、万元", "<"],
        ["区县", "全年任务数", "当月改造", "1—11月改造", "其中：已验收", "拨付补助"],
        ["平舒县", 900, 71, 812, 790, 243.6],
        ["东岭县", 700, 52, 655, 640, 196.5],
        ["湖滨区", 1100, 98, 1046, 1031, 313.8],
        ["总  计", 2700, 221, 2513, 2461, 753.9],
    ]
)
TRADE = T(
    [
        ["", "计量单位", "1-11月", "去年同期", "增长%"],
        ["规模以上工业", "", "", "", ""],
        ["  工业增加值", "亿元", "", "", "6.7"],
        ["  营业收入", "亿元", "1286.5", "1210.3", "6.3"],
        ["外贸", "", "", "", ""],
        ["  货物进出口", "亿元", "96.8", "90.2", "7.3"],
        ["  其中：出口", "亿元", "71.5", "65.0", "10.0"],
        ["实际使用外资", "万美元", "4318", "5020", "-14.0"],
    ]
)
SEWAGE = T(
    [
        ["项目", "东岭县第二污水处理厂", "<", "<"],
        ["建设规模", "日处理污水3万吨", "项目总投资", "2.18亿元"],
        ["配套管网", "设计26公里", "实际敷设管网", "24.7公里"],
        ["竣工验收时间", "2025年11月14日", "验收组意见", "同意通过竣工验收"],
        ["累计完成投资", "2.06亿元", "结余", "0.12亿元"],
    ]
)
SKILL = T(
    [
        ["县区", "城乡劳动力培训", "<", "企业职工培训", "<", "小计", "<"],
        ["^", "计划（人次）", "完成（人次）", "计划（人次）", "完成（人次）", "计划（人次）", "完成（人次）"],
        ["平舒县", 2000, 2134, 1500, 1398, 3500, 3532],
        ["东岭县", 1800, 1776, 1200, 1251, 3000, 3027],
        ["合计", 3800, 3910, 2700, 2649, 6500, 6559],
    ]
)
BARE = T([["县区", "新栽植经济林"], ["平舒县", "1.2"], ["东岭县", "0.9"], ["湖滨区", "0.4"]])
YEARS = T(
    [
        ["指标", "2023年", "2024年", "2025年1-11月"],
        ["新增绿色建筑面积（万平方米）", "61.2", "70.5", "83.4"],
        ["新开工装配式建筑（万平方米）", "20.1", "25.8", "31.6"],
    ]
)

HEAD = ["澜江市统计局", "澜江市经济运行月报", "（2025年11月）"]
PAPERS = [
    p("elder-total", "xlsx", "完成居家适老化改造2513户", S, [ELDER]),
    p("elder-county", "docx", "完成居家适老化改造812户", S, [ELDER], place="平舒县"),
    p("elder-money", "pdf", "拨付适老化改造补助753.9万元", S, [ELDER]),
    p("elder-accepted", "docx", "居家适老化改造验收2461户", S, [ELDER]),
    p("elder-task", "xlsx", "完成居家适老化改造2700户", N, [ELDER]),
    p("elder-month", "pdf", "完成居家适老化改造221户", N, [ELDER]),
    p("elder-month-said", "docx", "本月完成居家适老化改造221户", S, [ELDER]),
    p("elder-neighbour", "ofd", "完成居家适老化改造655户", N, [ELDER], place="平舒县"),
    p("elder-october", "xlsx", "完成居家适老化改造2513户", N, [ELDER], period="2025-10"),
    p("elder-all-for-one", "docx", "完成居家适老化改造2513户", N, [ELDER], place="湖滨区"),
    p("trade-value", "docx", "规上工业增加值增长6.7%", S, [*HEAD, TRADE]),
    p("trade-all", "pdf", "货物进出口总额96.8亿元", S, [*HEAD, TRADE]),
    p("trade-export", "xlsx", "出口增长10%", S, [*HEAD, TRADE]),
    p("trade-export-for-all", "docx", "货物进出口增长10%", N, [*HEAD, TRADE]),
    p("trade-last-year", "pdf", "货物进出口90.2亿元", N, [*HEAD, TRADE]),
    p("trade-dollars", "docx", "实际使用外资4318万元", N, [*HEAD, TRADE]),
    p("trade-foreign", "html", "实际使用外资4318万美元", S, [*HEAD, TRADE]),
    p("trade-foreign-growth", "docx", "实际使用外资增长14%", N, [*HEAD, TRADE]),
    p("sewage-pipes", "docx", "敷设污水管网24.7公里", S, ["污水处理设施竣工验收报告书", SEWAGE], place="东岭县"),
    p("sewage-design", "pdf", "敷设污水管网26公里", N, ["污水处理设施竣工验收报告书", SEWAGE], place="东岭县"),
    p("sewage-invested", "docx", "第二污水处理厂完成投资2.06亿元", S, ["污水处理设施竣工验收报告书", SEWAGE], place="东岭县"),
    p("sewage-whole", "pdf", "第二污水处理厂完成投资2.18亿元", N, ["污水处理设施竣工验收报告书", SEWAGE], place="东岭县"),
    p("sewage-december", "docx", "敷设污水管网24.7公里", N, ["污水处理设施竣工验收报告书", SEWAGE], period="2025-12", place="东岭县"),
    p("skill-total", "xlsx", "开展职业技能培训6559人次", S, ["2025年1-11月职业技能培训完成情况统计表", SKILL]),
    p("skill-workers", "docx", "开展企业职工培训2649人次", S, ["2025年1-11月职业技能培训完成情况统计表", SKILL]),
    p("skill-part", "pdf", "开展企业职工培训3910人次", N, ["2025年1-11月职业技能培训完成情况统计表", SKILL]),
    p("skill-planned", "docx", "开展职业技能培训6500人次", N, ["2025年1-11月职业技能培训完成情况统计表", SKILL]),
    p("bare", "pdf", "新栽植经济林1.2万亩", N, ["澜江市2025年11月经济林栽植统计表", BARE], place="平舒县"),
    p("bare-sum", "docx", "新栽植经济林2.5万亩", N, ["澜江市2025年11月经济林栽植统计表（单位：万亩）", BARE]),
    p("years", "xlsx", "新增绿色建筑面积83.4万平方米", S, ["澜江市绿色建筑发展情况统计表", YEARS]),
    p("years-old", "docx", "新增绿色建筑面积70.5万平方米", N, ["澜江市绿色建筑发展情况统计表", YEARS]),
]  # fmt: skip
