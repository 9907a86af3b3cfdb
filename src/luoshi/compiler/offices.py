"""Offices: who would answer for each item, by duties named in it, above it and around it; stated ones win."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from ahocorasick_rs import AhoCorasick, MatchKind

from luoshi.compiler.compilation import Office
from luoshi.compiler.places import lookup
from luoshi.compiler.stated import Stated, stated_offices
from luoshi.rulebook.offices_rules import Body, Duty, bodies, duties
from luoshi.rulebook.places_data import MUNICIPALITIES, STILL, Level

#: How many offices are suggested at most: the lead and its supports.
_MOST = 4
#: What a word that only hints is worth beside one that is sure.
_HINT = 0.33
#: What each further office of a duty gets of the word's score, first to last.
_ALSO = (0.4, 0.3, 0.2)
#: What the headings above an item add, innermost first.
_TITLES = (0.4, 0.2, 0.1)
#: What the item before it in its section, the one before that, and all items of its section on average add.
_BEFORE, _EARLIER, _AROUND = 0.2, 0.1, 0.15
#: No office takes more than this from one text as context: a long list must not outshout its neighbours.
_CAP = 3.5
#: How many offices of its headings and neighbours an item may take from.
_KEPT = 5
#: A word's score grows with its length: one character more is this much more sure.
_PER_CHARACTER, _SHORTEST, _LONGEST = 0.15, 0.7, 1.75

#: How many different suggestions are kept for the next report.
_REMEMBERED = 50_000
#: The reason to give for an office that only the neighbours speak for.
NEIGHBOURS = "同一部分的其他事项"

Scores = dict[int, float]


def suggest(
    texts: Sequence[str], sections: Sequence[tuple[str, ...]], *, level: Level, place: str = ""
) -> list[tuple[Office, ...]]:
    """For each folded text the offices that would answer for it, the likeliest first; never none.

    `texts` are the items of one report in its order, `sections` the headings above each, outermost first:
    items in a row under the same headings are neighbours. `place` is the report's (`云川市`): its last word
    stands in the names (市教育局, 自治州教育局), what is before it in such as 云川海关.
    """
    judge = _judge(level, place)
    if len(judge.made) > _REMEMBERED:
        judge.made.clear()
    found: list[tuple[Office, ...]] = []
    start = 0
    for section, group in groupby(sections):
        end = start + len(list(group))
        found += judge.rank_section(texts[start:end], section)
        start = end
    return found


def names_at(level: Level, place: str = "") -> tuple[str, ...]:
    """Every office `suggest` can name for the same level and place, in the rulebook's order."""
    return _judge(level, place).names


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one word says: each office's share, and the reason to give for it."""

    shares: dict[int, float]
    reason: str


@dataclass(frozen=True)
class _Judge:
    """All duty words of one level; offices are indexes into `names`, `made` keeps suggestions."""

    automaton: AhoCorasick
    effects: tuple[_Effect, ...]
    names: tuple[str, ...]
    usual: tuple[Office, ...]
    by_key: Mapping[str, str]
    made: dict[tuple[int, str, int, str], Office]

    def rank_section(self, texts: Sequence[str], section: tuple[str, ...]) -> Iterator[tuple[Office, ...]]:
        hits = [self._hits(text) for text in texts]
        own = [_scores(effects) for effects in hits]
        around, above = self._around(own, section)
        before: Scores = {}
        earlier: Scores = {}
        for text, effects, scores in zip(texts, hits, own, strict=True):
            guesses = self._offices(_total(scores, around, before, earlier), effects, above)
            stated = stated_offices(text, self.by_key)
            yield _with_stated(guesses, stated) if stated else guesses or self.usual
            before, earlier = scores, before

    def _hits(self, text: str) -> list[_Effect]:
        effects = self.effects
        return [effects[index] for index, _, _ in self.automaton.find_matches_as_indexes(text)]

    def _around(self, own: list[Scores], section: tuple[str, ...]) -> tuple[Scores, dict[int, str]]:
        """What each item of a section takes from the headings and from its fellows; the headings' reasons."""
        total: Scores = {}
        above: list[_Effect] = []
        for title, factor in zip(reversed(section), _TITLES, strict=False):
            effects = self._hits(title)
            above += effects
            _add(total, _scores(effects), factor)
        for scores in own:
            _add(total, scores, _AROUND / len(own))
        likeliest = sorted(total, key=total.__getitem__, reverse=True)[:_KEPT]
        return {office: total[office] for office in likeliest}, _reasons(above)

    def _offices(self, total: Scores, effects: list[_Effect], above: dict[int, str]) -> tuple[Office, ...]:
        # The innermost loop of the stage: equal offices are made once, reasons are looked for in place.
        names, made, role, found = self.names, self.made, "lead", []
        whole = sum(total.values()) / 100
        for office in sorted(total, key=total.__getitem__, reverse=True)[:_MOST]:
            best, why = 0.0, ""
            for effect in effects:
                share = effect.shares.get(office, 0.0)
                if share > best:
                    best, why = share, effect.reason
            key = (office, role, int(total[office] / whole), why or above.get(office, NEIGHBOURS))
            suggestion = made.get(key)
            if suggestion is None:
                suggestion = made[key] = Office(names[office], role, key[2] / 100, key[3])
            found.append(suggestion)
            role = "support"
        return tuple(found)


def _scores(effects: list[_Effect]) -> Scores:
    """The offices' scores by some words; callers do not change what they get."""
    if len(effects) == 1:
        return effects[0].shares
    total: Scores = {}
    for effect in effects:
        for office, share in effect.shares.items():
            total[office] = total.get(office, 0.0) + share
    return total


def _total(scores: Scores, around: Scores, before: Scores, earlier: Scores) -> Scores:
    total = around.copy()
    get = total.get
    for office, score in scores.items():
        total[office] = get(office, 0.0) + score
    for office, score in before.items():
        total[office] = get(office, 0.0) + _BEFORE * (score if score < _CAP else _CAP)
    for office, score in earlier.items():
        total[office] = get(office, 0.0) + _EARLIER * (score if score < _CAP else _CAP)
    return total


def _add(total: Scores, scores: Scores, factor: float) -> None:
    for office, score in scores.items():
        total[office] = total.get(office, 0.0) + factor * min(score, _CAP)


def _reasons(effects: list[_Effect]) -> dict[int, str]:
    """For each office the reason a heading gives: that of the word which says most for it."""
    said = [(share, office, effect.reason) for effect in effects for office, share in effect.shares.items()]
    return {office: f"标题{reason}" for _, office, reason in sorted(said)}


def _with_stated(guesses: tuple[Office, ...], stated: Stated) -> tuple[Office, ...]:
    """Stated offices first; what was guessed may still support."""
    named = tuple(Office(name, role, 1.0, f"文中写明：{words}") for name, role, words in stated)
    known = {office.name for office in named}
    rest = tuple(
        Office(office.name, "support", office.score, office.why)
        for office in guesses
        if office.name not in known
    )
    return (*named, *rest)[: max(_MOST, len(named))]


@lru_cache(maxsize=16)
def _judge(level: Level, place: str) -> _Judge:
    lexicon = _lexicon(level)
    style = _style(level, place)
    names = tuple(style.named(body) for body in lexicon.bodies)
    by_key = {key: names[at] for key, at in lexicon.index.items()}
    usual = tuple(
        Office(names[lexicon.index[key]], role, 0.0, "没有职责词，按综合事项办理")
        for key, role in (("政府办公室", "lead"), ("发展改革", "support"))
    )
    return _Judge(lexicon.automaton, lexicon.effects, names, usual, by_key, {})


#: The word the rulebook's names of a level hold for the area.
_USUAL_WORD = {Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "县"}
#: Its last word, where it is one; of areas that are no division (开发区, 街道) the offices are a district's.
_LAST_WORD = re.compile(
    r"(?P<short>.(?=.$)|.{2,}?)(?:(?:[^族]{1,3}族)*自治(?P<ethnic>[州县旗])|(?P<word>自治区|地区|[省市州盟县旗])"
    r"|(?P<district>(?:经济)?(?:技术|产业)*开发区|高新(?:技术)?(?:产业)?(?:开发)?区|[新林矿特]?区|街道(?:办事处)?)"
    r"|[镇乡])?(?:管委会|管理委员会)?"
)
#: What the area lies in, before its own name.
_ABOVE = re.compile(r"(?:.+?省|.{2,}?(?:自治区|自治州|地区|[市州盟]))(?=.{2,}[市州盟县旗区镇乡道会]$)")
#: Where party and government are called otherwise than 市委 and 市政府: the word, then what stands instead.
_OTHERWISE = {
    "自治区": {"自治区委": "自治区党委", "团自治区委": "自治区团委"},
    "地区": {"地区委": "地委", "地区政府": "地区行署", "团地区委": "团地委"},
    "盟": {"盟政府": "盟行署"},
}


@dataclass(frozen=True, slots=True)
class _Style:
    """How offices of one place are called: `usual` in the rulebook's names becomes `word`, `{place}` `short`."""

    level: Level
    usual: str
    word: str
    short: str

    def named(self, body: Body) -> str:
        name = body.names[self.level]
        if self.level is Level.PROVINCE and self.word == "市":
            name = body.municipality
        elif self.usual and self.word != self.usual:
            name = re.sub(f"^(团|人民银行)?{self.usual}", rf"\1{self.word}", name)
            for usual, other in _OTHERWISE.get(self.word, {}).items():
                name = other + name.removeprefix(usual) if name.startswith(usual) else name
        # With no name to say, 海关 rather than 某海关, 人民银行 rather than a branch of nowhere.
        return name.replace("{place}", self.short) if self.short else _NOWHERE.sub("", name)


_NOWHERE = re.compile(r"\{place\}(?:分局|分行)?")


def _style(level: Level, place: str) -> _Style:
    usual = _USUAL_WORD.get(level, "")
    area = lookup(place, STILL) if place else None
    if area and area.level is not level:
        area = None
    own = area.name if area else _ABOVE.sub("", place)
    match = _LAST_WORD.fullmatch(own)
    if match is None:
        return _Style(level, usual, usual, own)
    word = match["word"] or match["ethnic"] or ("区" if match["district"] else usual)
    if level is Level.PROVINCE and word == "市" and match["short"] not in MUNICIPALITIES:
        word = usual
    # Names of two characters (夏县) are never shortened.
    short = match["short"] if len(own) > len("夏县") else own
    return _Style(level, usual, word, area.short if area else short)


@dataclass(frozen=True)
class _Lexicon:
    """The duty words of one level; offices of one name are one, `index` says which by their keys."""

    automaton: AhoCorasick
    effects: tuple[_Effect, ...]
    bodies: tuple[Body, ...]
    index: dict[str, int]


@cache
def _lexicon(level: Level) -> _Lexicon:
    named: dict[str, Body] = {}
    for body in bodies().values():
        if level in body.names:
            named.setdefault(body.names[level], body)
    order = {name: place for place, name in enumerate(named)}
    index = {key: order[body.names[level]] for key, body in bodies().items() if level in body.names}
    words: dict[str, _Effect] = {}
    for duty in duties():
        for word, factor in [*((word, 1.0) for word in duty.words), *((hint, _HINT) for hint in duty.hints)]:
            words.setdefault(word, _effect(duty, word, factor, index))
    automaton = AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)
    return _Lexicon(automaton, tuple(words.values()), tuple(named.values()), index)


def _effect(duty: Duty, word: str, factor: float, index: dict[str, int]) -> _Effect:
    score = duty.weight * factor * min(_LONGEST, _SHORTEST + _PER_CHARACTER * len(word))
    shares: Scores = {}
    for key, share in zip((duty.office, *duty.also), (1.0, *_ALSO), strict=False):
        if key in index:
            shares.setdefault(index[key], share * score)
    return _Effect(shares if score else {}, f"职责：{word}（{duty.name}）")
