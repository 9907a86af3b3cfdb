"""The compiler: a document in, a compilation out, by the steps listed here in running order."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from luoshi.compiler import kinds, offices, places, projects, roles, segment, targets, tenses
from luoshi.compiler.bundles import bundles, is_vague
from luoshi.compiler.compilation import (
    Compilation,
    Context,
    Item,
    Kind,
    Office,
    Place,
    Project,
    Target,
    Tense,
)
from luoshi.compiler.deadlines import deadline
from luoshi.compiler.dispositions import dispositions
from luoshi.compiler.home import Home, own_home
from luoshi.compiler.placing import placing
from luoshi.compiler.quantities import Quantity, find_quantities
from luoshi.text.about import About, about
from luoshi.text.document import Document
from luoshi.text.fold import fold
from luoshi.text.layout import Layout, Paragraph, lay_out


@dataclass(slots=True)
class Draft:
    """An item in the making: `text` is its stretch of the folded paragraph; findings hold offsets into `text`.

    `quantities` are its real amounts, each with the part it plays: target or context.
    """

    paragraph: Paragraph
    low: int
    text: str
    tense: Tense = Tense.PLEDGE
    kind: Kind = Kind.ACTION
    rule: str = ""
    quantities: list[tuple[Quantity, str]] = field(default_factory=list)
    targets: tuple[Target, ...] = ()
    projects: tuple[Project, ...] = ()
    places: tuple[Place, ...] = ()
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What a whole report gives each of its items; `home` says whose it is, `place` is its name ('' where unknown)."""

    document: Document
    layout: Layout
    about: About
    home: Home
    place: str


Step = Callable[[list[Draft], Setting], list[Draft]]


def compile_document(
    document: Document,
    *,
    year: int | None = None,
    place: str | None = None,
    today: datetime.date | None = None,
) -> Compilation:
    """Take a report apart. `year` (of delivery) and `place` override what the text says, with a warning.

    `today` bounds the years that can be meant. Raises YearMissing where neither text nor option says the year.
    """
    with _no_collection():
        return _compile(document, year, place, today or datetime.date.today())


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the collector of cycles back: a compilation makes none, it would only walk what is kept again and again."""
    held = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not held:
            gc.enable()


def _compile(document: Document, year: int | None, place: str | None, today: datetime.date) -> Compilation:
    layout = lay_out(document.text, year)
    known = about(document, layout, year=year, place=place, today=today)
    if (
        year or layout.year
    ) != known.year:  # only a heading or a date said it: headings of other years look back
        layout = lay_out(document.text, known.year)
    setting = _setting(document, layout, known)
    drafts: list[Draft] = []
    for step in STEPS:
        drafts = step(drafts, setting)
    items = tuple([_item(draft, setting) for draft in drafts])
    return Compilation(
        document=document,
        level=setting.home.level,
        place=setting.place,
        year=known.year,
        meeting=known.meeting or "",
        items=items,
        dispositions=dispositions(document, layout, items),
        bundles=bundles(items),
        warnings=tuple(filter(None, (*document.warnings, *known.warnings, setting.home.warning))),
    )


def _setting(document: Document, layout: Layout, known: About) -> Setting:
    """Whose report it is: as it says, otherwise as the areas it names tell."""
    if known.place:
        home = Home(places.level_of(known.place, known.year), places.lookup(known.place, known.year))
    else:
        home = own_home(fold(document.text), known.year)
    return Setting(document, layout, known, home, known.place or (home.place.name if home.place else ""))


def cut(_: list[Draft], setting: Setting) -> list[Draft]:
    """Paragraphs into items."""
    return [
        Draft(paragraph, low, paragraph.clean[low:high])
        for paragraph in setting.layout.paragraphs
        for low, high in segment.items(paragraph.clean)
    ]


def tell_tense(drafts: list[Draft], _: Setting) -> list[Draft]:
    """By the part of the report; a stretch whose part nothing says is judged as a whole by its wording."""
    for part, group in groupby(drafts, key=lambda draft: draft.paragraph.part):
        run = list(group)
        tense = tenses.BY_PART.get(part) or tenses.by_wording([draft.text for draft in run])
        for draft in run:
            draft.tense = tense
    return drafts


def find_amounts(drafts: list[Draft], _: Setting) -> list[Draft]:
    """Quantities and the part each plays."""
    for draft in drafts:
        found = find_quantities(draft.text)
        played = zip(found, roles.roles(draft.text, found), strict=True) if found else ()
        # How things stand is neither promised nor claimed: its amounts only describe.
        stands = draft.tense is Tense.SITUATION
        draft.quantities = [(q, "context" if stands else role) for q, role in played if role != "none"]
    return drafts


def read_targets(drafts: list[Draft], setting: Setting) -> list[Draft]:
    """Promised (or reported) amounts with what they measure and when they are due."""
    named, led, last = "", None, None  # what the sentence measured last, its deadline, the item before
    for draft in drafts:
        if last is None or draft.paragraph is not last.paragraph or last.text[-1:] not in ",;":
            named, led, last = "", None, None
        year = setting.about.year - (draft.tense is not Tense.PLEDGE)
        said = deadline(draft.text, year=year)
        led = said if said and said.opens else led
        marked = [i for i, (_, role) in enumerate(draft.quantities) if role == "target"]
        if marked:
            amounts = [quantity for quantity, _ in draft.quantities]
            before = last.text if last and not named else ""
            draft.targets = targets.read_targets(
                draft.text, amounts, marked, said=said or led or str(year), named=named, before=before
            )
            named = draft.targets[-1].indicator
        last = draft
    return drafts


def find_projects(drafts: list[Draft], _: Setting) -> list[Draft]:
    """Named works with their stage."""
    for paragraph, group in groupby(drafts, key=attrgetter("paragraph")):
        items = list(group)
        texts, starts = [item.text for item in items], [item.low for item in items]
        found = projects.find_in_paragraph(paragraph.clean, texts, starts)
        for draft, named in zip(items, found, strict=True):
            draft.projects = tuple(named)
    return drafts


def tell_kind(drafts: list[Draft], _: Setting) -> list[Draft]:
    """Target, project, action or principle."""
    for draft in drafts:
        if draft.tense is Tense.SITUATION:
            draft.kind, draft.rule, draft.projects = Kind.PRINCIPLE, "kinds/situation", ()
        else:
            draft.kind, draft.rule = kinds.kind_of(draft.text, draft.targets, draft.projects)
    return drafts


def find_places(drafts: list[Draft], setting: Setting) -> list[Draft]:
    """Administrative areas, as they were in the report's year."""
    year, home = setting.about.year, setting.home.place
    found = places.find_places([draft.text for draft in drafts], place=home.name if home else "", year=year)
    earliest = places.read_by(year)
    for draft, named in zip(drafts, found, strict=True):
        draft.places = named if earliest is None else tuple(replace(p, as_of=earliest) for p in named)
    return drafts


def suggest_offices(drafts: list[Draft], setting: Setting) -> list[Draft]:
    """Who would answer for each item, at the report's own level of government."""
    ranked = offices.suggest(
        [draft.text for draft in drafts],
        [draft.paragraph.section for draft in drafts],
        level=setting.home.level,
        place=setting.place,
    )
    for draft, suggested in zip(drafts, ranked, strict=True):
        draft.offices = suggested
    return drafts


#: What a report goes through, in running order.
STEPS: tuple[Step, ...] = (
    cut,
    tell_tense,
    find_amounts,
    read_targets,
    find_projects,
    tell_kind,
    find_places,
    suggest_offices,
)


def _item(draft: Draft, setting: Setting) -> Item:
    """The draft with every offset moved from its folded text to the document."""
    text, clean = setting.document.text, draft.text.strip()
    lead = draft.text.find(clean)
    at = placing(draft.paragraph, draft.low)
    start, end = at(lead), at(lead + len(clean) - 1) + 1

    def span(finding: Target | Project | Place | Quantity) -> tuple[int, int, str]:
        a, b = at(finding.start), at(finding.end - 1) + 1
        return a, b, text[a:b]

    def written(words: str) -> str:
        """Words found in the folded text, in the report's own characters."""
        k = draft.text.find(words) if words else -1
        if k < 0:
            return words
        a, b = at(k), at(k + len(words) - 1) + 1
        return text[a:b] if b - a == len(words) else "".join(text[at(k + n)] for n in range(len(words)))

    return Item(
        f"{setting.document.text_digest[:12]}-{start}-{end}",
        start,
        end,
        text[start:end],
        clean,
        draft.paragraph.section,
        draft.tense,
        draft.kind,
        is_vague(clean, draft.kind, draft.places),
        draft.rule,
        targets=draft.targets
        and tuple([t.moved(*span(t), written(t.indicator), written(t.scope)) for t in draft.targets]),
        context=tuple([Context(*span(q)) for q, role in draft.quantities if role == "context"]),
        projects=draft.projects and tuple([p.moved(*span(p)) for p in draft.projects]),
        places=draft.places and tuple([p.moved(*span(p)) for p in draft.places]),
        offices=draft.offices,
    )
