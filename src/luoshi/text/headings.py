"""Headings: how much of each block is one, and of which rank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from luoshi.rulebook.layout_rules import layout_rules
from luoshi.text.joining import HEADING_LENGTH, Block, Setting, begins_block, is_closed, is_row, is_title

#: Ranks of headings without a number; numbered ones have theirs from the rules.
PART_RANK, PLAIN_RANK, SUFFIX_RANK, OWN_LINE_RANK, TOPIC_RANK = 15, 45, 85, 97, 100
#: From this rank on, a heading that stands inside its paragraph heads that paragraph alone.
INNER_RANK = 90
#: From this rank on, numbers count the entries of a list as often as sections.
_LIST_RANK = 40
#: The rank of the numbers 一、二、三、, which most often count the parts.
_PART_NUMBER_RANK = 20

_STOP = re.compile(r"[。!?;:]+[”’」』)]*")
#: A title that nothing but a space divides from its paragraph.
_SPACED_TITLE = re.compile(r"[^\s,、。;:!?]{4,30}(?=\s+[^\s。]{1,80}[,。])")
_HASHES = re.compile(r"#{1,6}\s*")
_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"\d{4}年")
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(
    r"\d\s*(?:%|[万亿千百多余]*(?:[元个家户人名亩吨米项所座件套台辆条场处次张间栋床公平立千批支片天组头只株]|万|亿))"
)
#: Such a line announces a list, however many entries it says it has.
_ANNOUNCES = re.compile(r"(?:实事|任务|工程|举措|行动|清单|工作|目标|重点|方面)(?:项目)?(?:[(].*[)])?$")
_PAGE = re.compile(r"\t\d{1,3}$")
#: What follows an aphorism or a transition, never a topic sentence.
_DRAWS_A_LESSON = re.compile(r"(?:我们|各级)?(?:要|一定|必须|将|既要)|让我们|这")


@dataclass(frozen=True, slots=True)
class Found:
    """The heading that opens a block: its first `length` characters."""

    length: int
    rank: int
    title: str


@dataclass(frozen=True, slots=True)
class _Opening:
    """The first sentence of a block that ends with a stop, behind its `mark` characters of numbering."""

    text: str
    mark: int
    length: int
    rank: int | None  # None: no numbering

    @property
    def sentence(self) -> str:
        return self.text[self.mark : self.length].rstrip("。”’」』)")

    @property
    def alone(self) -> bool:
        return self.length == len(self.text)

    def found(self) -> Found:
        rank = self.rank or (OWN_LINE_RANK if self.alone else TOPIC_RANK)
        return Found(self.length, rank, _title(self.text[self.mark : self.length]))


def find_headings(blocks: list[Block], setting: Setting) -> list[Found | None]:
    """For each block the heading it opens with, if any."""
    found: list[Found | None] = []
    openings: dict[int, _Opening] = {}
    listed = headed = parted = False
    sparse = _one_sentence_a_line(blocks)
    for i, block in enumerate(blocks):
        text = block.text
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        heading = _whole(text, block, setting, following, parted=parted)
        if heading is None and (opening := _opening(text)):
            next_text = following.text if following else ""
            introduces = opening.alone and _introduces(opening.sentence, next_text, sparse=sparse)
            if _is_heading(opening, next_text, introduces=introduces, listed=listed, headed=headed):
                heading = opening.found()
            elif opening.rank is None and not headed:
                openings[i] = opening
        found.append(heading)
        parted = parted or (heading is not None and heading.rank == _PART_NUMBER_RANK)
        headed = heading is not None and heading.rank == OWN_LINE_RANK
        if heading is None or heading.length < len(text):
            listed = text.endswith(":") or (listed and text.endswith(";"))
        elif heading.rank < _LIST_RANK:
            listed = False
    openings = {
        i: opening
        for i, opening in openings.items()
        if not opening.alone
        or (i + 1 < len(blocks) and _introduces(opening.sentence, blocks[i + 1].text, sparse=sparse))
    }
    for i in _parallel(blocks, found, openings):
        found[i] = openings[i].found()
        if openings[i].alone and (after := found[i + 1]) and after.rank == TOPIC_RANK:
            found[i + 1] = None  # a paragraph has one topic
    for i in _entries(blocks, found):
        found[i] = None
    return found


def _entries(blocks: list[Block], found: list[Found | None]) -> Iterable[int]:
    """Lines that look like headings but are what is promised: they name an amount, and nothing follows them.

    Where numbered entries stand in a row, those without an amount are such lines too.
    """
    whole = [h.rank if h and h.length == len(b.text) else None for b, h in zip(blocks, found, strict=True)]
    for rank, run in groupby(range(len(blocks)), key=whole.__getitem__):
        group = list(run)
        if rank is None:
            continue
        after = found[group[-1] + 1] if group[-1] + 1 < len(blocks) else Found(0, 0, "")
        amounts = {i for i in group if _names_amount(blocks[i].text)}
        bare = group if after and after.rank <= rank else group[:-1]
        if amounts.intersection(bare):
            numbered = rank >= _LIST_RANK and rank != PLAIN_RANK
            yield from amounts.union(bare) if numbered else amounts


def _names_amount(text: str) -> bool:
    return _AMOUNT.search(text) is not None and not _ANNOUNCES.search(text)


def _whole(
    text: str, block: Block, setting: Setting, following: Block | None, *, parted: bool
) -> Found | None:
    """A block that is nothing but a heading: a marked one, or one that does not end as a sentence does."""
    hashes = _HASHES.match(text)
    next_line = following.lines[0] if following else None
    if not hashes and (is_closed(text) or not is_title(block, setting, next_line)):
        return None
    mark = layout_rules().numbering.match(text, hashes.end() if hashes else 0)
    body = text[mark.end() if mark else hashes.end() if hashes else 0 :]
    if is_row(body) and not (mark and _PAGE.search(body)):
        return None
    title = _title(body)
    if hashes:
        rank = hashes.group().count("#")
    elif mark and mark.lastgroup:
        rank = layout_rules().ranks[mark.lastgroup]
    elif text.endswith("——"):
        rank = SUFFIX_RANK
    else:
        rank = _unnumbered(text, parted)
    return Found(len(text), rank, title)


def _unnumbered(text: str, parted: bool) -> int:
    """A heading that names a part stands above all numbers, unless numbers count the parts."""
    rule = next((rule for rule in layout_rules().headings if rule.pattern.search(text)), None)
    if rule is None or (parted and rule.rank is None):
        return PLAIN_RANK
    return rule.rank or PART_RANK


def _opening(text: str) -> _Opening | None:
    mark = layout_rules().numbering.match(text)
    begin = mark.end() if mark else 0
    rank = layout_rules().ranks[mark.lastgroup] if mark and mark.lastgroup else None
    if rank is not None and rank < _LIST_RANK and (spaced := _SPACED_TITLE.match(text, begin)):
        return _Opening(text, begin, spaced.end(), rank)
    stop = _STOP.search(text, begin, begin + 70)
    if stop is None or stop.group()[0] != "。":
        return None
    return _Opening(text, begin, stop.end(), rank)


def _is_heading(opening: _Opening, following: str, *, introduces: bool, listed: bool, headed: bool) -> bool:
    sentence, alone = opening.sentence, opening.alone
    if opening.rank is None:
        return not headed and _is_topic(opening) and (not alone or introduces)
    if opening.rank < _LIST_RANK:
        return len(sentence) <= (HEADING_LENGTH if alone and begins_block(following) else 60)
    if alone and (listed or not introduces):
        return False
    return len(sentence) <= (36 if alone else 45) and sentence.count(",") <= 1 and not _DIGIT.search(sentence)


def _one_sentence_a_line(blocks: list[Block]) -> bool:
    """Whether the text is set with each sentence as a paragraph, so that a short one need be no heading."""
    stops = [n for block in blocks if (n := block.text.count("。"))]
    return stops.count(1) > 0.8 * len(stops)


def _introduces(sentence: str, following: str, *, sparse: bool) -> bool:
    """Whether the next paragraph reads as what a heading on a line of its own announces."""
    if following.count("。") < 1 + sparse or begins_block(following):
        return False
    return len(following) > (2 if following.count("。") > 1 else 4) * len(sentence)


def _is_topic(opening: _Opening) -> bool:
    sentence = opening.sentence
    return (
        5 <= len(sentence) <= 26
        and "," not in sentence
        and not _DIGIT.search(sentence)
        and not layout_rules().untitled.search(sentence)
        and not _DRAWS_A_LESSON.match(opening.text, opening.length)
    )


def _parallel(blocks: list[Block], found: list[Found | None], openings: dict[int, _Opening]) -> Iterable[int]:
    """Paragraphs whose first sentence is a topic by its likeness to those of the paragraphs around it."""
    group: list[int] = []
    for i in range(len(blocks) + 1):
        heading = found[i] if i < len(blocks) else None
        if i == len(blocks) or (heading and heading.rank < INNER_RANK):
            yield from _alike(found, {k: openings[k] for k in group if k in openings}, group)
            group = []
        else:
            group.append(i)


def _alike(found: list[Found | None], openings: dict[int, _Opening], group: list[int]) -> Iterable[int]:
    if not openings:
        return
    begins = Counter(_begin(opening) for opening in openings.values())
    topics = sum(found[i] is not None for i in group)
    among_topics = topics >= 2 and topics * 2 >= len(group) - len(openings)
    for i, opening in openings.items():
        if not _could_be_topic(opening) or _DRAWS_A_LESSON.match(opening.text, opening.length):
            continue
        if begins[_begin(opening)] >= 3 or (among_topics and i != group[0] and _could_stand(opening)):
            yield i


def _begin(opening: _Opening) -> str:
    return opening.text[: 2 if opening.alone else 4]


def _could_be_topic(opening: _Opening) -> bool:
    sentence = opening.sentence
    no_amount = not _DIGIT.search(_YEAR.sub("", sentence))
    return 5 <= len(sentence) <= 40 and sentence.count(",") <= 2 and no_amount


def _could_stand(opening: _Opening) -> bool:
    sentence = opening.sentence
    return len(sentence) <= 26 and sentence.count(",") == 1 and not layout_rules().untitled.search(sentence)


def _title(text: str) -> str:
    return _SPACE.sub(" ", text.strip(" \t\u3000—-"))
