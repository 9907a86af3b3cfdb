"""The sample city's cases: a few of each procedure, in several states, on the days on which they would have happened."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from luoshi.cli.city_people import CLERK, COUNTY, HANDLER, HEAD, PRINCIPAL, Cast
from luoshi.mechanisms.roles import Role


def spring(cast: Cast) -> None:
    """What was opened between the first and the second quarter's filings."""
    _ordinary(cast)
    _hard(cast)
    _allocations(cast)
    _rectifications(cast)


def summer(cast: Cast) -> None:
    """July: one matter waits for an answer, another gets a slip, and coordination is asked for."""
    from luoshi.ledger import actions, slips

    fields = _commitment("撂荒地")
    waiting = _open(
        cast,
        "13710",
        date(2026, 6, 29),
        {"task": "处置撂荒地连片地块", "matter": "ordinary", "source": "粮食安全专题会议纪要"},
        office="市农业农村局",
        commitment=fields,
    )
    _do(cast, waiting, ("assign", CLERK, 29, {}), ("receive", HANDLER, 29, {}), month=6)
    asked = {
        "what": "请明确三宗地块的权属",
        "office": _office("市规划和自然资源局"),
        "due": date(2026, 7, 20),
    }
    filing = {
        "commitment": fields,
        "office": _office("市农业农村局"),
        "period": "2026-06",
        "sentence": "已完成两宗地块清理，三宗待明确权属。",
        "problem": "三宗地块权属不清",
        "requests": [asked],
    }
    actions.file_progress(cast.actor(PRINCIPAL, _office("市农业农村局")), [filing], now=_at(date(2026, 7, 6)))
    _coordination(cast)
    actions.set_mechanism(
        cast.chief, slips.SLIPS, value=1, basis="市政府第15次常务会议决定试行", now=_at(date(2026, 7, 6))
    )
    drafted = slips.draft_slips(date(2026, 7, 8), now=_at(date(2026, 7, 8)))
    _do(cast, drafted[0], ("sign", HEAD, 8, {}), ("issue", CLERK, 8, {"due": date(2026, 7, 15)}), month=7)


def _ordinary(cast: Cast) -> None:
    """One closed and graded, one waiting for the examiner, one returned and overdue since."""
    source = "市长热线专题会议纪要"
    for at, (task, office) in enumerate(
        (
            ("修复学府路破损路面", "市交通运输局"),
            ("补齐青云小学门前斑马线", "市公安局"),
            ("清理老城区占道堆物", "市城市管理局"),
        )
    ):
        said = {"task": task, "matter": "ordinary", "source": source}
        case = _open(cast, "13710", date(2026, 6, 8), said, office=office)
        _do(
            cast,
            case,
            ("assign", CLERK, 8, {}),
            ("receive", HANDLER, 8, {}),
            ("arrange", HANDLER, 8, {"arrangement": "当天已明确责任科室和时间"}),
            ("report", HANDLER, 10, {"measures": "已进场施工，材料齐备"}),
            ("apply", PRINCIPAL, 15, {"result": "已经完成", "evidence": "现场验收单"}),
            month=6,
        )
        if at == 0:
            _do(cast, case, ("close", HEAD, 16, {"grade": "good"}), month=6)
        if at == 2:
            _do(cast, case, ("send_back", CLERK, 17, {"reason": "照片上仍有两处堆物"}), month=6)


def _hard(cast: Cast) -> None:
    """A hard matter whose plan was accepted, and one of standing work with its next node."""
    said = {"task": "补办东关小区不动产证", "matter": "hard", "source": "市政府第12次常务会议纪要"}
    case = _open(cast, "13710", date(2026, 5, 11), said, office="市规划和自然资源局")
    plan = {"plan": "分三批补办，先易后难", "plan_due": date(2026, 10, 30), "reason": "涉及原开发企业注销"}
    _do(
        cast,
        case,
        ("assign", CLERK, 11, {}),
        ("receive", HANDLER, 11, {}),
        ("arrange", HANDLER, 11, {"arrangement": "成立工作专班"}),
        ("report", HANDLER, 14, {"measures": "已核清户数"}),
        ("offer_plan", PRINCIPAL, 28, plan),
        ("accept_plan", HEAD, 29, {}),
        month=5,
    )
    said = {"task": "推进城中村改造安置", "matter": "standing", "source": "市政府第12次常务会议纪要"}
    case = _open(cast, "13710", date(2026, 5, 12), said, office="市住建局")
    _do(
        cast,
        case,
        ("assign", CLERK, 12, {"node_due": date(2026, 6, 30)}),
        ("receive", HANDLER, 12, {}),
        ("arrange", HANDLER, 12, {"arrangement": "按片区分组"}),
        ("report", HANDLER, 15, {"measures": "入户签约率六成"}),
        month=5,
    )
    _do(cast, case, ("progress", HANDLER, 29, {"progress": "入户签约率八成"}), month=6)
    _do(cast, case, ("set_node", CLERK, 30, {"node_due": date(2026, 9, 30)}), month=6)


def _allocations(cast: Cast) -> None:
    """One received, one returned and waiting for a decision, one in a county's hands."""
    from luoshi.ledger import actions

    actions.set_mechanism(
        cast.chief,
        "allocation",
        parameter="return_days",
        value=5,
        basis="市政府办公室督查工作规则（试行）",
        since=date(2026, 5, 1),
        now=_at(date(2026, 5, 6)),
    )
    for at, (task, office) in enumerate(
        (
            ("建设三处公共充电站", "市交通运输局"),
            ("建设两处体育公园", "市体育局"),
            ("治理青石河支沟", "青石县政府"),
        )
    ):
        lead = _office(office)
        case = _open(cast, "allocation", date(2026, 6, 1), {"task": task, "lead": lead})
        issued = {"number": f"云政督〔2026〕{21 + at}号", "document": "任务交办通知"}
        _do(
            cast,
            case,
            ("consult", CLERK, 1, {}),
            ("agree", COUNTY if at == 2 else PRINCIPAL, 2, {}),
            ("sign", HEAD, 2, {}),
            ("issue", CLERK, 3, issued),
            month=6,
        )
        if at == 0:
            _do(cast, case, ("receive", HANDLER, 4, {}), month=6)
        if at == 1:
            said = {"reason": "选址用地不归我局管理", "duty": "三定规定第四条：负责体育设施的业务指导"}
            _do(cast, case, ("send_back", PRINCIPAL, 9, said), month=6)
        if at == 2:
            _do(cast, case, ("county_receive", COUNTY, 5, {}), month=6)


def _rectifications(cast: Cast) -> None:
    """A finding on public notice, and one past its date without an application for acceptance."""
    from luoshi.ledger import actions

    for at, (problem, source, due) in enumerate(
        (
            ("临溪污水厂雨天溢流", "environment", date(2026, 6, 20)),
            ("专项资金拨付滞后", "audit", date(2026, 6, 30)),
        )
    ):
        said = {"problem": problem, "source": source, "finding": "反馈意见", "due": due}
        office = ("市生态环境局", "市财政局")[at]
        case = _open(cast, "rectification", date(2026, 5, 6), said, office=office)
        post = actions.create_post(
            cast.clerk, office=_office(office), title="局长", now=_at(date(2026, 5, 6))
        )
        plan = {"measures": "列出清单，逐项整改", "answerable": post.number}
        _do(cast, case, ("plan", PRINCIPAL, 13, plan), ("accept_plan", CLERK, 14, {}), month=5)
        if at == 0:
            _do(
                cast,
                case,
                ("self_check", PRINCIPAL, 18, {"result": "调蓄池已投用", "evidence": "监测报告"}),
                ("accept", CLERK, 24, {"acceptance": "现场验收意见"}),
                ("publish", CLERK, 30, {"notice": "市政府门户网站", "notice_until": date(2026, 7, 15)}),
                month=6,
            )


def _coordination(cast: Cast) -> None:
    """One answered by an office, one that a leader has not answered in time."""
    said = {"what": "请统一占道审批口径", "asked_office": _office("市公安局"), "due": date(2026, 7, 8)}
    case = _open(cast, "coordination", date(2026, 7, 2), said, office="市城市管理局", first="ask_office")
    answer = ("answer_office", PRINCIPAL, 7, {"answer": "按市级清单办理"})
    _do(cast, case, answer, month=7, office=_office("市公安局"))
    said = {"what": "请协调省级补助资金", "asked_leader": _post("分管农业的副市长"), "due": date(2026, 7, 8)}
    _open(cast, "coordination", date(2026, 7, 3), said, office="市农业农村局", first="ask_leader")


def _open(
    cast: Cast,
    procedure: str,
    on: date,
    said: dict[str, Any],
    *,
    office: str | None = None,
    first: str | None = None,
    commitment: int | None = None,
) -> int:
    from luoshi.ledger import actions
    from luoshi.mechanisms.load import find

    opening = find(procedure).opening
    act = first or next(iter(opening))
    role = opening[act].by[0]
    number = _office(office) if office else None
    return actions.open_case(
        cast.actor(role, number or next(iter(cast.staff))),
        procedure,
        act=act,
        role=role,
        said=said,
        office=number,
        commitment=commitment,
        on=on,
        now=_at(on),
    ).number


def _do(
    cast: Cast,
    case: int,
    *steps: tuple[str, Role, int, dict[str, Any]],
    month: int,
    office: int | None = None,
) -> None:
    from luoshi.ledger import actions
    from luoshi.ledger import models as m

    for act, role, day, said in steps:
        on = date(2026, month, day)
        answers = office or m.CaseState.objects.current().get(case_id=case).office_id
        actions.act_on_case(
            cast.actor(role, answers), case, act=act, role=role, said=said, on=on, now=_at(on)
        )


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def _office(name: str) -> int:
    from luoshi.ledger import queries

    return queries.find_office(name)


def _post(title: str) -> int:
    from luoshi.ledger import models as m

    return int(m.Post.objects.get(title=title).id)


def _commitment(words: str) -> int:
    from luoshi.ledger import models as m

    state = m.CommitmentState.objects.current().filter(text__contains=words).order_by("id").first()
    return int(state.commitment_id)
