"""A small report of a fictional city, taken apart by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from luoshi.compiler.bundles import bundles
from luoshi.compiler.compilation import (
    Compilation,
    Context,
    Disposition,
    Item,
    Kind,
    Office,
    Place,
    Project,
    Target,
    Tense,
)
from luoshi.compiler.dispositions import dispositions
from luoshi.rulebook.places_data import Level
from luoshi.text.document import Document, sha256
from luoshi.text.layout import lay_out

TEXT = """云川市政府工作报告
——2026年1月20日在云川市第五届人民代表大会第六次会议上
各位代表：
一、2025年工作回顾
过去一年，全市生产总值增长6.1%。
二、2026年工作安排
（一）更大力度扩投资。全年固定资产投资增长8%以上，建成北湖大桥、南岭隧道，投资2亿元新建高标准农
（下转02版）
田15万亩。深化“一网通办”改革。
始终坚持人民至上。
（二）办好民生实事。上半年在河东区新增学位3000个至5000个。打造5A景区。单位能耗下降3%。
"""

INVESTMENT = ("2026年工作安排", "更大力度扩投资。")
LEAD = Office("市发展改革委", "lead", 2.0, "职责：固定资产投资")
SUPPORT = Office("市财政局", "support", 0.8, "职责：政府投资")
FARM = Office("市农业农村局", "lead", 3.1, "职责：高标准农田")


def target(quote: str, indicator: str, value: str, unit: str, **said: object) -> Target:
    """A target with the usual values; its place is found by `item`."""
    usual = Target(
        start=0,
        end=0,
        quote=quote,
        indicator=indicator,
        value=Decimal(value),
        value_high=None,
        unit=unit,
        relation="eq",
        measure="output",
        direction=None,
        scope="",
        due="2026",
        optional=False,
        rule="units/example",
    )
    return replace(usual, **said)


def item(text: str, quote: str, kind: Kind, **found: tuple[object, ...] | object) -> Item:
    """The item that reads `quote` in `text`, its findings placed where they stand."""
    start = text.index(quote)
    end = start + len(quote)

    def placed(finding, words):
        at = text.index(words, start)
        return replace(finding, start=at, end=at + len(words))

    for name in ("targets", "context"):
        found[name] = tuple(placed(f, f.quote) for f in found.get(name, ()))
    for name in ("projects", "places"):
        found[name] = tuple(placed(f, f.name) for f in found.get(name, ()))
    made = Item(
        id=f"sample-{start}-{end}",
        start=start,
        end=end,
        text=quote,
        clean=quote,
        section=(),
        tense=Tense.PLEDGE,
        kind=kind,
        vague=False,
        rule="kinds/example",
    )
    return replace(made, **found)


def compilation(text: str, found: tuple[Item, ...], **said: object) -> Compilation:
    """The text with these items; headings and furniture as the layout finds them."""
    document = Document(text, sha256(text.encode("utf-8", "surrogatepass")), source="云川市2026.txt")
    usual = Compilation(
        document=document,
        level=Level.CITY,
        place="云川市",
        year=2026,
        meeting="云川市第五届人民代表大会第六次会议",
        items=found,
        dispositions=dispositions(document, lay_out(text), found),
        bundles=bundles(found),
    )
    return replace(usual, **said)


def one_item(text: str, **said: object) -> Compilation:
    """A text that is a single item whatever the layout would make of it."""
    only = item(text, text, Kind.ACTION)
    return compilation(text, (only,), dispositions=(Disposition(0, len(text), "item", only.id),), **said)


def items() -> tuple[Item, ...]:
    """Each kind and tense, an item across a page turn, several targets and several projects in one item."""
    growth = {"measure": "growth", "direction": "up"}
    return (
        item(
            TEXT,
            "过去一年，全市生产总值增长6.1%。",
            Kind.TARGET,
            tense=Tense.RESULT,
            targets=(target("6.1%", "生产总值", "6.1", "%", scope="全市", due="2025", **growth),),
        ),
        item(
            TEXT,
            "全年固定资产投资增长8%以上，",
            Kind.TARGET,
            targets=(target("8%以上", "固定资产投资", "8", "%", relation="ge", **growth),),
            section=INVESTMENT,
            offices=(LEAD, SUPPORT),
        ),
        item(
            TEXT,
            "建成北湖大桥、南岭隧道，",
            Kind.PROJECT,
            projects=(
                Project(0, 0, "北湖大桥", "complete", "stages/example"),
                Project(0, 0, "南岭隧道", "complete", "stages/example"),
            ),
            section=INVESTMENT,
            offices=(LEAD,),
        ),
        item(
            TEXT,
            "投资2亿元新建高标准农\n（下转02版）\n田15万亩。",
            Kind.TARGET,
            targets=(target("15万亩", "高标准农田", "150000", "亩"),),
            context=(Context(0, 0, "2亿元"),),
            offices=(FARM,),
        ),
        item(TEXT, "深化“一网通办”改革。", Kind.ACTION, vague=True),
        item(TEXT, "始终坚持人民至上。", Kind.PRINCIPLE, vague=True),
        item(
            TEXT,
            "上半年在河东区新增学位3000个至5000个。",
            Kind.TARGET,
            targets=(
                target(
                    "3000个至5000个",
                    "学位",
                    "3000",
                    "个",
                    value_high=Decimal(5000),
                    relation="range",
                    due="2026-06",
                ),
            ),
            places=(Place(0, 0, "河东区", "990101"),),
        ),
        item(TEXT, "打造5A景区。", Kind.TARGET, targets=(target("5A景区", "景区", "5", "A", optional=True),)),
        item(
            TEXT,
            "单位能耗下降3%。",
            Kind.TARGET,
            targets=(
                target("3%", "单位能耗", "3", "%", measure="growth", direction="down"),
                target("3%", "碳排放", "3", "%", measure="growth", direction="down", relation="le"),
            ),
        ),
    )
