"""Series, threads and drift as tables, CSV and lines of JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from luoshi.compiler.compilation import Target
from luoshi.compiler.serial import dumps
from luoshi.reckoning.confirmations import promise_id
from luoshi.reckoning.findings import Finding, Reckoning, Verdict
from luoshi.reckoning.notice import Divided
from luoshi.reckoning.promises import Promise
from luoshi.reckoning.series import Point, Series, series_object
from luoshi.reckoning.threads import Link, Thread, threads
from luoshi.render import chart
from luoshi.render.reading import safe, unwrap
from luoshi.render.settlement import MARKS, VERDICTS
from luoshi.render.sheet import FORMULA
from luoshi.render.witness import DRIFTS
from luoshi.render.words import STAGES, amount_in_words, number

#: A link less sure than this asks to be looked at.
SURE = 0.8
_KEPT = {Verdict.MET: "✓ 达到", Verdict.SHORT: "✕ 未达到", None: ""}


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with the mark by which spreadsheet programs know UTF-8; no cell of it runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{v}" if isinstance(v, str) and FORMULA.match(v) else v for v in row])
    return "\ufeff" + out.getvalue()


def _quote(point: Point | None) -> str:
    return unwrap(point.target.quote) if point else ""


def series_table(found: Series) -> str:
    """A line for each year, and below what was left out."""
    lines = [f"{found.place}{found.indicator}：承诺的数，和下一年报告的数"]
    for year in found.years:
        if year.promised or year.reported:
            kept = _KEPT.get(year.verdict, "")
            said = f"承诺 {_quote(year.promised) or '—'}　报告 {_quote(year.reported) or '—'}　{kept}"
            lines.append(f"{year.year}　{safe(said)}".rstrip("　"))
    lines += [
        f"没有用：{point.report} 年报告里的 {safe(_quote(point))}（{point.aside}）"
        for year in found.years
        for point in year.aside
    ]
    return "\n".join(lines) + "\n"


def series_jsonl(found: Series) -> str:
    """A line of JSON for each year."""
    return "".join(dumps(series_object(found, year)) + "\n" for year in found.years)


def series_csv(found: Series) -> str:
    """A row for each year."""

    def value(point: Point | None) -> str:
        return number(point.target.value) if point else ""

    head = ("地区", "指标", "年份", "承诺", "承诺原文", "报告", "报告原文", "单位", "结论", "没有用的数")
    rows = [
        (
            found.place, found.indicator, year.year, value(year.promised), _quote(year.promised), value(year.reported),
            _quote(year.reported), found.unit, VERDICTS[year.verdict] if year.verdict else "",
            "；".join(f"{_quote(p)}（{p.aside}）" for p in year.aside),
        )
        for year in found.years
    ]  # fmt: skip
    return csv_lines(head, rows)


def series_svg(found: Series) -> str:
    """The picture."""
    return chart.svg(found)


def promised(promise: Promise, *, name: bool = True) -> str:
    """What is promised: `新建农村公路 不低于 260 公里`; the works and their stage; the action's words."""
    if promise.target is not None:
        return f"{unwrap(promise.target.indicator) if name else ''} {amount_in_words(promise.target)}".strip()
    if promise.project is not None:
        return (
            f"{unwrap(promise.project.name)}（{STAGES[promise.project.stage]}）"
            if name
            else STAGES[promise.project.stage]
        )
    return unwrap(promise.item.text)


def drifts(link: Link) -> str:
    """Every change with what stood there and stands there now."""
    return "；".join(f"{DRIFTS[shift.drift]}（{unwrap(shift.why)}）" for shift in link.shifts)


def answered(finding: Finding) -> str:
    """The verdict's mark and word, and what was reported."""
    if finding.verdict is None:
        return ""
    reported = unwrap(finding.reported)
    target = finding.promise.target
    if finding.verdict in (Verdict.MET, Verdict.SHORT) and finding.figure is not None and target is not None:
        reported = _in_words(target, finding)
    return f"{MARKS[finding.verdict]} {VERDICTS[finding.verdict]} {reported}".strip()


def _in_words(target: Target, finding: Finding) -> str:
    return unwrap(finding.figure.quote) if finding.figure else f"{finding.reported}{target.unit}"


def long_first(reckoning: Reckoning) -> list[Thread]:
    """The threads, those of most years first, then in the order of the texts."""
    return sorted(threads(reckoning.pairings), key=lambda thread: -_length(thread))


def _length(thread: Thread) -> int:
    return len(thread.links) + (thread.links[-1].later is not None)


def threads_table(reckoning: Reckoning) -> str:
    """Each thread that goes on beyond one report on its own lines; the rest counted."""
    found = long_first(reckoning)
    going = [thread for thread in found if _length(thread) > 1]
    lines = [
        f"{safe(reckoning.place)}：{len(found)} 件事，{len(going)} 件在下一份报告里接着说，"
        f"{len(found) - len(going)} 件只说过一次"
    ]
    for thread in going:
        lines += _lines_of(thread, _later_years(reckoning))
    return "\n".join(lines) + "\n"


def _later_years(reckoning: Reckoning) -> dict[int, int]:
    return {old.year: new.year for old, new in pairwise(reckoning.compilations)}


def _lines_of(thread: Thread, later: dict[int, int]) -> Iterator[str]:
    yield safe(promised(thread.links[0].finding.promise))
    for year, link in zip(thread.years, thread.links, strict=True):
        said = answered(link.finding)
        yield f"  {year}　{safe(promised(link.finding.promise))}{'　' + safe(said) if said else ''}"
        if link.shifts:
            doubt = (
                f"？不一定是同一件事（把握 {link.strength:.2f}）；"
                if link.later and link.strength < SURE
                else ""
            )
            yield f"        → {doubt}{safe(drifts(link))}"
    last = thread.links[-1].later
    if last is not None:
        yield f"  {later[thread.years[-1]]}　{safe(promised(last))}"


def _thread_rows(reckoning: Reckoning) -> Iterator[dict[str, object]]:
    later = _later_years(reckoning)
    for at, thread in enumerate(long_first(reckoning), 1):
        for year, link in zip(thread.years, thread.links, strict=True):
            yield {
                "thread": at,
                "place": reckoning.place,
                "year": year,
                "id": promise_id(link.finding.promise),
                "promised": promised(link.finding.promise),
                "verdict": link.finding.verdict,
                "answer": answered(link.finding),
                "next_year": later[year],
                "next_id": promise_id(link.later) if link.later else None,
                "next": promised(link.later) if link.later else "",
                "drift": list(link.drifts),
                "drift_steps": [shift.why for shift in link.shifts],
                "reason": link.reason,
                "strength": round(link.strength, 3),
            }


def threads_jsonl(reckoning: Reckoning) -> str:
    """A line of JSON for each link of each thread."""
    return "".join(dumps(row) + "\n" for row in _thread_rows(reckoning))


def threads_csv(reckoning: Reckoning) -> str:
    """A row for each link of each thread."""
    head = (
        "脉络",
        "地区",
        "年份",
        "编号",
        "承诺",
        "结论",
        "回答",
        "下一年",
        "下一条编号",
        "下一条承诺",
        "变化",
        "说明",
        "怎样接上",
        "把握",
    )
    rows = [
        [";".join(map(str, value)) if isinstance(value, list) else value for value in row.values()]
        for row in _thread_rows(reckoning)
    ]
    return csv_lines(head, rows)


def _in_notice(link: Link) -> str:
    """What became of the report's promise in the notice."""
    if link.later is not None or link.shifts:
        return drifts(link).replace("没有再提", "通知里没有")
    return "提到，但说不清是哪一个数" if link.finding.answers else "○ 通知里没有"


def drift_table(found: Divided) -> str:
    """What changed from the report to the notice, what is not in it, and what was added."""
    same = [link for link in found.links if link.drifts == ("unchanged",)]
    counts = Counter(drift for link in found.links for drift in link.drifts)
    said = "　".join(f"{word} {counts[drift]}" for drift, word in DRIFTS.items() if counts[drift])
    lines = [f"报告 {len(found.links)} 条承诺，对任务分解通知：{said.replace('没有再提', '通知里没有')}"]
    lines.append("“通知里没有”是程序查找的结果，尚未确认。")
    missing = [link for link in found.links if not link.finding.answers and link.later is None]
    for link in found.links:
        if link not in same and link not in missing:
            later = f"通知：{safe(promised(link.later))}　" if link.later else ""
            lines += [safe(promised(link.finding.promise)), f"     {later}{safe(_in_notice(link))}"]
    lines += [f"＋ 通知新加：{safe(promised(promise))}" for promise in found.added]
    lines += [f"○ 通知里没有：{safe(promised(link.finding.promise))}" for link in missing]
    return "\n".join(lines) + "\n"


def _drift_rows(found: Divided) -> Iterator[dict[str, object]]:
    for link in found.links:
        yield {
            "id": promise_id(link.finding.promise),
            "promised": promised(link.finding.promise),
            "notice": promised(link.later) if link.later else "",
            "notice_id": promise_id(link.later) if link.later else None,
            "drift": list(link.drifts),
            "drift_steps": [shift.why for shift in link.shifts],
            "reason": link.reason,
            "strength": round(link.strength, 3),
        }
    for promise in found.added:
        yield {
            "id": None, "promised": "", "notice": promised(promise), "notice_id": promise_id(promise), "drift": ["added"],
            "drift_steps": [], "reason": "threads/only in the notice", "strength": 0.0,
        }  # fmt: skip


def drift_jsonl(found: Divided) -> str:
    """A line of JSON for each promise of the report, then for those the notice adds."""
    return "".join(dumps(row) + "\n" for row in _drift_rows(found))


def drift_csv(found: Divided) -> str:
    """The same as rows."""
    head = ("编号", "报告的承诺", "通知的任务", "通知里的编号", "变化", "说明", "怎样接上", "把握")
    rows = [
        [";".join(map(str, v)) if isinstance(v, list) else v for v in row.values()]
        for row in _drift_rows(found)
    ]
    return csv_lines(head, rows)
