"""Explaining: why an item is cut, told and read as it is, step by step, with the rules that fired."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.compiler import deadlines, kinds, measures, model, roles, segment, tenses
from luoshi.compiler.compilation import Compilation, Item, Kind, Target, Tense
from luoshi.compiler.placing import placing
from luoshi.compiler.quantities import Quantity, find_quantities
from luoshi.errors import OptionError
from luoshi.rulebook import entries
from luoshi.text.layout import Paragraph, Part, lay_out

_KINDS = {"target": "目标", "project": "项目", "action": "举措", "principle": "原则"}
_TENSES = {"pledge": "承诺", "result": "结果", "situation": "现状"}
_PARTS = {
    "review": "回顾部分",
    "situation": "形势和问题部分",
    "plan": "计划部分",
    "unknown": "标题没有说明的部分",
}
_BY_RULE = {
    "kinds/amount": "有可以核对的数",
    "kinds/works": "有具名的项目",
    "kinds/grade": "有等级或约数",
    "kinds/situation": "只说现状，没有要办的事",
}
_CLASSES = {"heading": "标题", "furniture": "页面用语", "space": "空白", "excluded": "没有字的符号"}
_ROLES = {"target": "承诺的数", "context": "说明情况的数", "none": "不是数量"}
_MEASURES = {"growth": "增长（与基数相比）", "level": "水平（到期时的值）", "output": "产出（期内完成的量）"}


def explain(compilation: Compilation, at: str) -> Iterator[str]:
    """The path of decisions for the item at an offset, or for each item that holds the words `at`.

    Raises OptionError where nothing stands there.
    """
    paragraphs = lay_out(compilation.document.text, compilation.year).paragraphs
    for item in _items(compilation, at):
        paragraph = next(p for p in paragraphs if p.pieces[0][0] <= item.start < p.pieces[-1][1])
        yield from _item(item, paragraph, compilation)
        yield ""


def _items(compilation: Compilation, at: str) -> list[Item]:
    text = compilation.document.text
    if at.isascii() and at.isdigit() and at not in text:
        places = [int(at)]
    else:
        places = [i for i in range(len(text)) if text.startswith(at, i)] if at else []
    found = [item for item in compilation.items if any(item.start <= place < item.end for place in places)]
    if found:
        return found
    if not places or places[0] >= len(text):
        raise OptionError(
            f"报告里没有“{at}”。请照原文写（包括全角、半角），或者写它的位置（0 至 {len(text) - 1}）。"
        )
    what = next(d.what for d in compilation.dispositions if d.start <= places[0] < d.end)
    raise OptionError(f"“{at}”不在任何事项里：这里是{_CLASSES[what]}。请指着正文里的一句话。")


def _item(item: Item, paragraph: Paragraph, compilation: Compilation) -> Iterator[str]:
    text, low, high = _stretch(item, paragraph)
    yield f"【{item.start}–{item.end}】{item.text.strip()}"
    yield f"  章节  {' › '.join(item.section) or '（没有标题）'}"
    yield f"  时态  {_TENSES[item.tense]}：{_why_tense(paragraph, text)}"
    yield from _why_cut(paragraph.clean, low, high)
    yield f"  类别  {_KINDS[item.kind]}：{_why_kind(item, text)}"
    yield from _amounts(item, paragraph, text, low, compilation.year)
    for project in item.projects:
        yield f"  项目  {project.name}（{project.stage}）：规则 {project.rule}"
    for place in item.places:
        yield f"  地方  {place.name}：{place.code}"
    for office in item.offices:
        yield f"  单位  {office.name}（{'牵头' if office.role == 'lead' else '配合'}，{office.score:.2f}）：{office.why}"


def _stretch(item: Item, paragraph: Paragraph) -> tuple[str, int, int]:
    at = placing(paragraph, 0)
    for low, high in segment.items(paragraph.clean):
        if at(high - 1) >= item.start:
            return paragraph.clean[low:high], low, high
    raise AssertionError("an item stands in its paragraph")


def _why_tense(paragraph: Paragraph, text: str) -> str:
    if paragraph.part is not Part.UNKNOWN:
        return _PARTS[paragraph.part]
    judge, found = model.yes("tenses"), tenses.features(text)
    said = f"本句 {judge.score(found):+.2f}，正数像已做的事；{_weights(judge.reasons(found))}"
    return f"{_PARTS[paragraph.part]}，看全段用语（{said}）"


def _why_cut(paragraph: str, low: int, high: int) -> Iterator[str]:
    """The two ends of the item, and every comma inside it."""
    parts = segment.clauses(paragraph)
    first = next(i for i, c in enumerate(parts) if c.start >= low)
    if first:
        yield f"  起点  {_why_mark(paragraph, parts, _opening(paragraph, parts, first - 1), first - 1)}"
    i = first
    while i < len(parts) and parts[i].end <= high:
        if parts[i].end < high or i + 1 < len(parts):
            label = "终点" if parts[i].end == high else "不断"
            yield f"  {label}  {_why_mark(paragraph, parts, first, i)}"
        i += 1


def _opening(paragraph: str, parts: list[segment.Clause], i: int) -> int:
    """The first clause of the item that ends with clause `i`."""
    start = next(low for low, high in segment.items(paragraph) if high == parts[i].end)
    return next(k for k, c in enumerate(parts) if c.start >= start)


def _why_mark(text: str, parts: list[segment.Clause], first: int, i: int) -> str:
    shown = f"“{text[max(parts[i].start, parts[i].end - 7) : parts[i].end]}”"
    if parts[i].mark != ",":
        return f"{shown}：{parts[i].mark or '段落结束'} 总是一项的结尾"
    seen = segment.sights(text, parts)
    left, right = seen[i], seen[i + 1]
    assert left is not None
    assert right is not None
    found = segment.features(parts, seen, first, i)
    judge = model.yes("segment")
    rules = left.before + right.after
    named = f"规则 {'、'.join(rules)}；" if rules else ""
    return f"{shown}：{judge.score(found):+.2f}（正数断开）；{named}{_weights(judge.reasons(found))}"


def _weights(reasons: list[tuple[str, float]]) -> str:
    return (
        "依据 " + "，".join(f"{name} {weight:+.2f}" for name, weight in reasons)
        if reasons
        else "没有更多依据"
    )


def _why_kind(item: Item, text: str) -> str:
    if item.rule != "kinds/wording":
        return _BY_RULE[item.rule]
    found = kinds.features(text)
    judge = model.yes("kinds")
    side = "像表态" if item.kind is Kind.PRINCIPLE else "像做事"
    return f"{side}（{judge.score(found):+.2f}，正数像表态）；{_weights(judge.reasons(found))}"


def _amounts(item: Item, paragraph: Paragraph, text: str, low: int, year: int) -> Iterator[str]:
    """Each quantity as the compilation holds it, with what led there."""
    at = placing(paragraph, low)
    targets = {target.start: target for target in item.targets}
    context = {amount.start for amount in item.context}
    quantities = find_quantities(text)
    amounts = [q for q in quantities if at(q.start) in targets or at(q.start) in context]
    previous = ""
    for i, q in enumerate(quantities):
        target = targets.get(at(q.start))
        role = "target" if target else "context" if at(q.start) in context else "none"
        why = "只说现状" if item.tense is Tense.SITUATION else _why_role(text, quantities, i, role)
        yield f"  数量  {text[q.start : q.end]}：{_ROLES[role]}；规则 {_rules(q)}；{why}"
        if target:
            seen = measures.view(text, amounts, amounts.index(q), previous)
            yield f"        指标 {target.indicator or '（没有说）'}；范围 {target.scope or '（没有说）'}"
            yield f"        {_MEASURES[target.measure]}；{_why_measure(seen, text)}"
            yield f"        时限 {_why_due(item, target, text, year)}"
            previous = target.measure


def _why_measure(seen: measures.View, text: str) -> str:
    settled = measures.certain(seen, text)
    if settled:
        return f"规则 {settled[1]}"
    judge = model.choice("measures")
    found = measures.features(seen)
    return _weights(judge.reasons(found, judge.decide(found)))


def _rules(quantity: Quantity) -> str:
    if not quantity.bound:
        return f"{quantity.rule}（{quantity.relation}）"
    bound = next(entry.rule for entry in entries("bounds") if quantity.bound in entry.words)
    return f"{quantity.rule}，界限词“{quantity.bound}”（{quantity.relation}）；界限规则 {bound}"


def _why_role(text: str, quantities: list[Quantity], i: int, role: str) -> str:
    certain = roles.certain(text, quantities, i)
    if certain:
        return f"规则 {certain[1]}"
    return _weights(model.choice("roles").reasons(roles.features(text, quantities, i), role))


def _why_due(item: Item, target: Target, text: str, year: int) -> str:
    usual = year - (item.tense is not Tense.PLEDGE)
    said = deadlines.deadline(text, year=usual)
    if said and said.due == target.due:
        return f"{target.due}：规则 {said.rule}"
    if target.due != str(usual):
        return f"{target.due}：同一句的前面说了时限"
    return f"{target.due}：没有说时限，按{'计划年度' if usual == year else '所回顾的年份'}"
