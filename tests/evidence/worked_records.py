"""Dated records that the rules were worked out on: acceptance, payment, contract; and scans, which stay unread."""

from papers import Paper, T

S, N, C, U = "supported", "not_supported", "cannot_bear", "unread"
J = "2025-06"


def acceptance(
    area: str = "8.2万亩",
    plan: str = "8.5万亩",
    day: str = "2025年6月18日",
    verdict: str = "合格，同意通过验收",
    place: str = "清河县",
) -> list[object]:
    return [
        f"{place}高标准农田建设项目竣工验收报告",
        T(
            [
                ["项目名称", f"{place}2025年高标准农田建设项目", "建设地点", f"{place}青石镇、白塔镇"],
                ["批复面积", plan, "实际完成面积", area],
                ["批复总投资", "19,500万元", "完成投资", "18,860万元"],
                ["施工单位", "云川水利建设有限公司", "验收日期", day],
                ["验收意见", f"验收组现场核查，工程质量{verdict}。", "<", "<"],
            ]
        ),
        "验收组组长（签字）：",
    ]


VOUCHER = [
    "国库集中支付凭证",
    "日期：2025年6月20日　　　凭证号：0062513",
    T(
        [
            ["付款人", "云川市财政局", "收款人", "云川路桥有限公司"],
            ["金额（大写）", "叁佰贰拾万元整", "金额（小写）", "¥3,200,000.00元"],
            ["用途", "支付滨河大桥工程进度款", "<", "<"],
        ]
    ),
]
CONTRACT = [
    "滨河大桥工程施工合同",
    "发包人：云川市城市建设投资有限公司",
    "承包人：云川路桥有限公司",
    "一、工程名称：滨河大桥",
    "二、合同价款：人民币3.2亿元（大写：叁亿贰仟万元整）。",
    "三、工期：24个月。",
    "签订日期：2025年6月9日",
]


def record(
    name: str,
    form: str,
    claim: str,
    verdict: str,
    blocks: list[object],
    place: str = "清河县",
    why: str = "",
    period: str = J,
) -> Paper:
    return Paper(name, form, claim, verdict, blocks, period, place, why)


PAPERS = [
    record("acceptance-done", "docx", "新建高标准农田8.2万亩", S, acceptance()),
    record("acceptance-pdf", "pdf", "新建高标准农田8.2万亩", S, acceptance()),
    record("acceptance-ofd", "ofd", "新建高标准农田82000亩", S, acceptance()),
    record("acceptance-money", "docx", "高标准农田建设完成投资1.886亿元", S, acceptance()),
    record("acceptance-approved", "docx", "新建高标准农田8.5万亩", N, acceptance(), why="批复"),
    record("acceptance-may", "pdf", "新建高标准农田8.2万亩", N, acceptance(day="2025年5月28日"), why="日期"),
    record("acceptance-failed", "docx", "新建高标准农田8.2万亩", N, acceptance(verdict="不合格，限期整改"), why="没有通过"),
    record("acceptance-elsewhere", "docx", "新建高标准农田8.2万亩", N, acceptance(place="临水县"), why="临水县"),
    record("acceptance-less", "pdf", "新建高标准农田8.2万亩", N, acceptance(area="7.6万亩")),
    record("acceptance-hectares", "docx", "新建高标准农田8.2万亩", S, acceptance(area="5467公顷")),
    record("acceptance-split-cell", "docx", "新建高标准农田8.2万亩", S, acceptance(area="8.2\n万亩")),
    record(
        "acceptance-prose", "docx", "新建农村公路31.2公里", S,
        ["清河县农村公路新建工程竣工验收意见", "2025年6月25日，县交通运输局组织验收组对清河县农村公路新建工程进行验收。经实地查验，共建成农村公路31.2公里，路基、路面均符合设计要求，验收组一致同意通过验收。", "验收组成员签字："],
    ),
    record(
        "acceptance-notice", "docx", "新建农村公路31.2公里", C,
        ["关于召开农村公路竣工验收会议的通知", "定于2025年6月25日对新建农村公路31.2公里进行验收，请准时参加。"],
    ),
    record("voucher-paid", "pdf", "滨河大桥支付工程款320万元", S, VOUCHER, place=""),
    record("voucher-capitals", "docx", "滨河大桥支付工程款320万元", S, VOUCHER, place=""),
    record("voucher-other", "docx", "滨河大桥支付工程款350万元", N, VOUCHER, place=""),
    record("voucher-july", "pdf", "滨河大桥支付工程款320万元", N, VOUCHER, place="", why="日期", period="2025-07"),
    record("contract-as-done", "docx", "滨河大桥完成投资3.2亿元", N, CONTRACT, place="", why="合同"),
    record("contract-signed", "pdf", "滨河大桥签约合同金额3.2亿元", S, CONTRACT, place=""),
    record(
        "audit", "docx", "城北污水处理厂完成投资1.23亿元", S,
        ["城北污水处理厂工程竣工财务决算审计报告", "经审计，城北污水处理厂工程概算总投资12500万元，实际完成投资12318.45万元，结余181.55万元。", "云川明信会计师事务所", "2025年6月27日"], place="",
    ),
    record(
        "audit-budget", "docx", "城北污水处理厂完成投资1.25亿元", N,
        ["城北污水处理厂工程竣工财务决算审计报告", "经审计，城北污水处理厂工程概算总投资12500万元，实际完成投资12318.45万元，结余181.55万元。", "云川明信会计师事务所", "2025年6月27日"], place="", why="概算",
    ),
]  # fmt: skip

_SCANNED = (
    (acceptance(), "新建高标准农田8.2万亩"), (acceptance(area="7.6万亩"), "新建高标准农田8.2万亩"), (VOUCHER, "滨河大桥支付工程款320万元"),
    (CONTRACT, "滨河大桥完成投资3.2亿元"), (acceptance(day="2025年5月2日"), "新建高标准农田8.2万亩"),
    (["云川市2025年1-6月城镇新增就业统计表", T([["地区", "累计（人）"], ["云川市", 18305]])], "城镇新增就业1.83万人"),
    (["公示", "上半年全市建成投用幼儿园9所。", "云川市教育局", "2025年7月1日"], "建成幼儿园9所"),
    (["云政发〔2025〕8号", "关于上半年重点工作的通报", "截至6月底，改造老旧小区26个。"], "改造老旧小区26个"),
    (["邀请函", "诚邀您出席竣工仪式。"], "建成幼儿园9所"), (["工作总结", "上半年新增规上企业18家。"], "新增规上企业18家"),
    (["会议纪要", "〔2025〕3号", "会议确认改造老旧小区26个。"], "改造老旧小区26个"),
    (["电子回单", "金额：3200000.00元"], "支付工程款320万元"), (acceptance(place="临水县"), "新建高标准农田8.2万亩"),
    (["高新技术企业证书", "发证日期：2025年6月3日"], "新增高新技术企业1家"), (["中标通知书", "中标价：3.2亿元"], "滨河大桥完成投资3.2亿元"),
    (["任务分解表", "新建高标准农田8.2万亩"], "新建高标准农田8.2万亩"),
)  # fmt: skip
PAPERS += [record(f"scan-{i:02}", "scan", claim, U, blocks) for i, (blocks, claim) in enumerate(_SCANNED, 1)]
