"""The sample city's ledger: half a year of an invented city's work, for the demo and for trying things out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import luoshi
from luoshi.cli import city_papers, city_people
from luoshi.cli.city_cases import spring, summer
from luoshi.cli.city_people import Cast
from luoshi.compiler.offices import names_at
from luoshi.sample import REPORTS, path

if TYPE_CHECKING:
    from luoshi.ledger.journal import Actor

PLACE, YEAR = "云川市", 2026
#: The evening on which the demo looks at the ledger.
TODAY = date(2026, 7, 10)
_COUNTIES = ("青石县", "临溪县", "云阳区", "南塘区")
#: Statistics that fill targets: name, words by which a target is known, unit, measure, first quarter's figure.
_STATISTICS = (
    ("地区生产总值", "%", "growth", "5.1"),
    ("规上工业增加值", "%", "growth", "6.4"),
    ("固定资产投资", "%", "growth", "4.3"),
    ("社会消费品零售总额", "%", "growth", "5.7"),
    ("城镇调查失业率", "%", "level", "5.3"),
    ("居民消费价格", "%", "growth", "0.6"),
)
_OTHERS = (
    ("instruction", "关于青石岭隧道施工安全的批示", "请市交通运输局于4月底前排查青石岭隧道施工隐患，列出清单，逐项整改。", date(2026, 4, 30)),
    ("executive", "市政府第12次常务会议纪要", "会议决定，由市住房城乡建设局牵头，6月底前出台既有住宅加装电梯补助办法。", date(2026, 6, 30)),
    ("topical", "粮食安全专题会议纪要", "会议要求，市农业农村局8月底前完成撂荒地摸底，建立台账。", date(2026, 8, 31)),
)  # fmt: skip


def build() -> None:
    """Fill the empty ledger that is open, act by act, on the days on which they would have happened."""
    from luoshi.ledger import queries

    clerk, chief = city_people.supervision()
    _offices(clerk)
    cast = Cast(clerk, chief, *city_people.staff())
    city_people.leaders(clerk, queries.find_office(f"{PLACE}政府"))
    for name, day in zip(REPORTS, (_at(2025, 1, 20), _at(2026, 1, 20)), strict=True):
        _report(clerk, name, day)
    _assign(clerk)
    _others(clerk)
    _plan(clerk, chief)
    _statistics(cast)
    _file(cast, "2026-Q1", _at(2026, 4, 8), late=_at(2026, 4, 28), share=Decimal("0.22"))
    spring(cast)
    _file(cast, "2026-Q2", _at(2026, 7, 6), late=None, share=Decimal("0.47"))
    summer(cast)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 2, tzinfo=UTC)


def _offices(by: Actor) -> None:
    from luoshi.ledger import actions
    from luoshi.rulebook.places_data import Level

    names = [f"{PLACE}政府", *names_at(Level.CITY, PLACE)]
    rows = [
        {"code": f"yc{i:02d}", "name": name, "kind": _kind(name), "above": "yc00" if i else ""}
        for i, name in enumerate(names)
    ]
    rows += [
        {"code": f"yx{i}", "name": f"{name}政府", "kind": "下级政府", "above": "yc00"}
        for i, name in enumerate(_COUNTIES)
    ]
    actions.import_offices(by, rows, since=date(2020, 1, 1), now=_at(2025, 1, 10))


def _kind(name: str) -> str:
    if name.startswith("市委"):
        return "党委部门"
    if any(word in name for word in ("总工会", "团市委", "妇联", "残联", "工商联", "科协")):
        return "群团组织"
    return (
        "垂直管理" if any(word in name for word in ("税务局", "海关", "气象局", "人民银行")) else "本级部门"
    )


def _report(by: Actor, name: str, now: datetime) -> None:
    from luoshi.ledger import actions
    from luoshi.ledger import models as m

    document = luoshi.read(str(path(name)))
    compilation = luoshi.compile(document)
    number = actions.register_document(
        by,
        document.text,
        kind="report",
        title=f"{PLACE}{compilation.year}年政府工作报告",
        place=PLACE,
        year=compilation.year,
        now=now,
    ).number
    actions.compile_document(by, number, compilation, now=now)
    pledged = m.Draft.objects.filter(document_id=number, tense="pledge").order_by("start")
    actions.accept_drafts(by, list(pledged.values_list("id", flat=True)), now=now)


def _assign(by: Actor) -> None:
    """Whoever the compiler suggests leads, with the second and third beside; some are left for a person to decide."""
    from luoshi.ledger import actions, queries
    from luoshi.ledger import models as m
    from luoshi.ledger.models.offices import ASKED_ONLY

    known = {name: office for office, name in queries.office_names().items()}
    asked = set(m.OfficeState.objects.filter(kind__in=ASKED_ONLY).values_list("office_id", flat=True))
    wanted = {}
    for decision in m.DraftDecision.objects.exclude(commitment=None).select_related("draft"):
        suggested = [known[o["name"]] for o in decision.draft.item["offices"] if o["name"] in known]
        leads = [office for office in suggested if office not in asked]
        if leads:
            wanted[decision.commitment_id] = [
                (leads[0], "lead", ""), *((office, "support", "") for office in leads[1:3])
            ]  # fmt: skip
    for year in (YEAR - 1, YEAR):
        of_year = set(m.Commitment.objects.filter(year=year).values_list("id", flat=True))
        part = {c: given for c, given in wanted.items() if c in of_year}
        actions.assign_each(by, part, seen=_seen(), now=_at(year, 2, 10))


def _others(by: Actor) -> None:
    from luoshi.ledger import actions, queries

    for month, (kind, title, text, due) in enumerate(_OTHERS, start=3):
        now = _at(2026, month, 3)
        document = actions.register_document(
            by, text, kind=kind, title=title, place=PLACE, year=YEAR, label="internal", now=now
        ).number
        number = actions.undertake(
            by,
            document=document,
            start=0,
            end=len(text),
            quote=text,
            kind="action",
            dues=[(due, "", False)],
            now=now,
        ).number
        named = [office for office, name in queries.office_names().items() if name in text]
        actions.assign(
            by, [number], offices=[(office, None, "") for office in named[:1]], seen=_seen(), now=now
        )


def _plan(by: Actor, chief: Actor) -> None:
    """Plans for a part of the deeds and works: two nodes each, confirmed."""
    from luoshi.ledger import actions
    from luoshi.ledger import models as m

    states = m.CommitmentState.objects.current().filter(commitment__year=YEAR, kind__in=("action", "project"))
    for state in states.order_by("commitment_id")[:30]:
        works = state.kind == "project"
        nodes = [
            {
                "outcome": "开工建设" if works else "印发工作方案",
                "proof": "contract" if works else "issued",
                "due": date(2026, 4, 30),
                "stage": "start" if works else "",
            },
            {
                "outcome": "建成验收" if works else "完成并总结",
                "proof": "acceptance" if works else "minutes",
                "due": date(2026, 11, 30),
                "stage": "complete" if works else "",
            },
        ]
        actions.propose_nodes(by, state.commitment_id, nodes=nodes, seen=_seen(), now=_at(2026, 3, 5))
        actions.confirm_nodes(chief, state.commitment_id, seen=_seen(), now=_at(2026, 3, 12))


def _statistics(cast: Cast) -> None:
    from luoshi.ledger import actions, queries
    from luoshi.ledger import models as m

    by, custodian, now = cast.clerk, queries.find_office("市统计局"), _at(2026, 4, 20)
    for name, unit, measure, figure in _STATISTICS:
        number = actions.define_indicator(
            by, name=name, unit=unit, measure=measure, adding="never", release="quarter", lag=20, now=now
        ).number
        actions.appoint_custodian(by, number, office=custodian, now=now)
        targets = m.CommitmentState.objects.current().filter(
            commitment__year=YEAR, kind="target", what=name, unit=unit, measure=measure
        )
        for state in list(targets):
            actions.measure_by(by, state.commitment_id, indicator=number, seen=_seen(), now=now)
        actions.enter_figures(
            cast.custodian,
            number,
            period="2026-Q1",
            figures={PLACE: Decimal(figure)},
            released=now.date(),
            source="统计月报",
            now=now,
        )


def _file(cast: Cast, period: str, on: datetime, *, late: datetime | None, share: Decimal) -> None:
    """A quarter's filings: most on time, some late, some never; most with evidence for all of it, some for less."""
    from luoshi.ledger import actions, outbox, preflight
    from luoshi.ledger import models as m

    leads = dict(m.Assignment.objects.current().filter(part="lead").values_list("commitment_id", "office_id"))
    states = m.CommitmentState.objects.current().filter(commitment__year=YEAR, indicator__isnull=True)
    nodes = dict(m.Node.objects.current().filter(order=1, confirmed=True).values_list("commitment_id", "id"))
    batches: dict[datetime, list[dict[str, Any]]] = {on: []}
    for at, state in enumerate(states.filter(commitment_id__in=leads).order_by("commitment_id")):
        if at % 6 == 5 or (late is None and at % 4 == 3):
            continue
        one = {"commitment": state.commitment_id, "office": leads[state.commitment_id], "period": period}
        if state.kind == "target" and state.measure == "output":
            one |= {
                "value": _share(state.value, share * (1 + Decimal(at % 5) / 10)),
                "sentence": "按计划推进。",
            }
        elif state.commitment_id in nodes and period.endswith("Q2"):
            one |= {"node": nodes[state.commitment_id], "sentence": "第一个节点已完成。"}
        else:
            one |= {"sentence": "正在推进，已作部署。"}
        batches.setdefault(late if late and at % 9 == 4 else on, []).append(one)
    if period.endswith("Q2"):
        city_papers.attach(cast, [one for filings in batches.values() for one in filings], on)
    for now, filings in batches.items():
        for office in dict.fromkeys(one["office"] for one in filings):
            handler, principal = cast.staff[office]
            written = actions.draft_progress(handler, [f for f in filings if f["office"] == office], now=now)
            drafts = m.ProgressDraft.objects.filter(entry=written.entry.seq).order_by("id")
            signed = actions.sign_drafts(principal, list(drafts.values_list("id", flat=True)), now=now)
            outbox.work({preflight.JOB: preflight.of_entry})
            _rule(cast.chief, signed.entry.seq, now)


def _rule(chief: Actor, seq: int, now: datetime) -> None:
    from luoshi.ledger import actions, preflight
    from luoshi.ledger import models as m

    rulings = []
    for at, filing in enumerate(m.Filing.objects.filter(entry=seq).order_by("id")):
        if at % 11 == 10:
            rulings.append({"filing": filing.id, "accepted": False, "reason": "没有佐证材料，请补报。"})
        elif at % 7 != 6:
            supported = filing.value if at % 3 and not preflight.barred(filing) else None
            rulings.append(
                {
                    "filing": filing.id,
                    "accepted": True,
                    "supported": supported,
                    "node_supported": filing.node_id is not None and at % 3 != 0,
                }
            )
    actions.rule_filings(chief, rulings, now=now)


def _share(value: Decimal, share: Decimal) -> Decimal:
    """A part of an amount, whole where the amount is."""
    part = value * min(share, Decimal(1))
    return part.quantize(Decimal(1)) if value == value.to_integral() else part.quantize(Decimal("0.1"))


def _seen() -> int:
    from luoshi.ledger import models as m

    return int(m.Head.objects.get().seq)
