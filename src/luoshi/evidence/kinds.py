"""What a document is, and so what it can bear: told by the head of its title, then by marks in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from luoshi.evidence.model import Evidence, Line, Table
from luoshi.rulebook.load import DATA, Entry, read_rules
from luoshi.text.fold import fold

BEARS = {"yes", "no", "numbered"}
CODES = {"acceptance", "statistics", "voucher", "numbered", "notice", "contract", "photograph", "other"}


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a document. `code` is the ledger's; `bears` whether it can bear a claim at all; `why` says how it was told.

    `record` is true of what records one act on a day (acceptance, payment), false of figures over a period.
    """

    name: str
    code: str
    bears: bool
    record: bool
    number: str
    rule: str
    why: str


@cache
def kind_entries() -> tuple[Entry, ...]:
    """The entries of `evidence_kinds.yaml`. Raises RulebookError with file, line and remedy."""
    fields: dict[str, set[str] | None] = {"bears": BEARS, "code": CODES, "dated": {"record", "period"}}
    return read_rules(DATA / "evidence_kinds.yaml", fields, required=tuple(fields))


@cache
def _heads() -> tuple[re.Pattern[str], dict[str, Entry]]:
    owner = {word: entry for entry in kind_entries() for word in entry.words}
    words = "|".join(map(re.escape, sorted(owner, key=lambda w: (-len(w), w))))
    return re.compile(rf"(?=({words}))"), owner


@cache
def _body() -> tuple[tuple[re.Pattern[str], Entry], ...]:
    return tuple((re.compile("|".join(e.patterns)), e) for e in kind_entries() if e.patterns)


_NUMBER = re.compile(
    r"(?:[一-鿿]{1,12}[\[〔(【]\s?20\d\d\s?[\]〕)】]\s?第?\s?\d{1,4}\s?(?:号|期|次)|[一-鿿]{1,8}20\d\d[-—]\d{1,4}号|第?\s?[\[〔(【]?\s?20\d\d\s?[\]〕)】]?\s?年?\s?第?\s?\d{1,4}\s?(?:号|次|期)|[\[〔(【]?第\s?[\d一二三四五六七八九十百]{1,5}\s?(?:号|次|期)[\]〕)】]?)"
)
_LEAD = re.compile(r"^(?:发文字号|文号|文件编号|编号|文\s?号)[:\s]*")
_SIGNER = re.compile(r"\s*(?:签发人?|会签).*$")
#: What may stand behind the head of a title.
_AFTER = re.compile(
    r"(?:[(\[〔][^)\]〕]{0,30}[)\]〕]|(?:20\d\d年)?[\d一二三四五六七八九十—\-~至年月日份上下半季度期第号.]*|[:：_\-—\s]*|\.\w{2,5}|单位[:].*|(?:第?[一二三四五六七八九十\d]+[份册])|\(?样张\)?|样式)*$"
)
_SENTENCE_END = re.compile(r"[。；;，,：:！]$")
_HEAD_IN = 46


def kind_of(evidence: Evidence) -> Kind:
    """The kind of a document; what is told by nothing is an unnumbered text, and bears nothing."""
    if evidence.image:
        return _kind("照片", "evidence_kinds/照片", True, "", "图片文件，照片不能证明数量")
    opening = [fold(line).strip() for line in evidence.opening]
    number = _number(opening)
    entry, head = _title(opening)
    if entry is not None and entry.fields["bears"] != "yes" and not number:
        entry, head = _of_sheets(evidence) or (entry, head)
    loose = head in ("情况", "完成情况", "进展情况", "进展", "概况", "通报")
    if entry is not None and loose and not number and _mostly_tables(evidence):
        return _of(_named("统计报表"), number, f"主要内容是表格，标题是“{head}”")
    if entry is not None and (body := _signal(evidence, ("新闻报道",))) and _is(entry, "总结和汇报", "通知"):
        return _of(body[0], number, f"文中有“{body[1]}”")
    if entry is not None:
        return _of(entry, number, f"标题的中心词是“{head}”")
    body = _signal(evidence, ("新闻报道", "邀请"))
    if body:
        return _of(body[0], number, f"文中有“{body[1]}”")
    if number:
        return Kind("文号文件", "numbered", True, False, number, "evidence_kinds/文号", f"有文号“{number}”")
    body = _signal(evidence, ("支付凭证", "验收材料", "合同", "公示公告", "会议纪要"))
    if body:
        return _of(body[0], number, f"文中有“{body[1]}”")
    if _mostly_tables(evidence):
        return _of(_named("统计报表"), number, "主要内容是数据表")
    if evidence.pictures and sum(len(t) for t in islice(evidence.texts(), 50)) < 150:
        return _kind("照片", "evidence_kinds/照片", True, "", "主要内容是图片，照片不能证明数量")
    return Kind(
        "没有文号的材料",
        "other",
        False,
        False,
        "",
        "evidence_kinds/无文号",
        "没有标题、文号可以说明它是哪种材料",
    )


def _of_sheets(evidence: Evidence) -> tuple[Entry, str] | None:
    """Of a workbook whose first sheet bears nothing, the kind of the first sheet that does."""
    tables = [block for block in evidence.blocks if isinstance(block, Table) and block.sheet]
    for table in tables[1:]:
        rows = [list(dict.fromkeys(filter(None, row))) for row in table.rows[:4]]
        entry, head = _title([fold(row[0]).strip() for row in rows if len(row) == 1])
        if entry is not None and entry.fields["bears"] == "yes":
            return entry, head
    return None


def kind_of_title(title: str) -> str:
    """The name of the kind that one line of a title or text tells; '' for none."""
    entry, _ = _title([fold(title)])
    if entry is None:
        entry = next((e for pattern, e in _body() if pattern.search(fold(title))), None)
    return entry.rule.partition("/")[2] if entry else ""


def _named(name: str) -> Entry:
    return next(e for e in kind_entries() if e.rule == f"evidence_kinds/{name}")


def _is(entry: Entry, *names: str) -> bool:
    return entry.rule.partition("/")[2] in names


def _kind(name: str, rule: str, record: bool, number: str, why: str) -> Kind:
    return Kind(name, _named(name).fields["code"], False, record, number, rule, why)


def _of(entry: Entry, number: str, why: str) -> Kind:
    bears = entry.fields["bears"] == "yes" or (entry.fields["bears"] == "numbered" and bool(number))
    name, code = entry.rule.partition("/")[2], entry.fields["code"]
    if entry.fields["bears"] == "numbered":
        if number and not _is(entry, "会议纪要"):
            code, name = "numbered", "文号文件"
        elif not number:
            code, name = "other", f"没有文号的{name}"
    said = f"{why}，文号“{number}”" if number and entry.fields["bears"] == "numbered" else why
    return Kind(name, code, bears, entry.fields["dated"] == "record", number, entry.rule, said)


def _number(opening: list[str]) -> str:
    """The document's own number: alone on its line, at most with the name of who signs."""
    for line in opening:
        for part in line.split("\t"):
            text = _LEAD.sub("", _SIGNER.sub("", part.strip()))
            compact = text.replace(" ", "").strip("()")
            if len(compact) < 30 and (_NUMBER.fullmatch(compact) or _NUMBER.fullmatch(f"({compact})")):
                return compact
    return ""


def _title(opening: list[str]) -> tuple[Entry | None, str]:
    """The first line that ends in the head of a kind, and the head."""
    pattern, owner = _heads()
    for index, first in enumerate(opening):
        line = first
        text = line.replace(" ", "").replace("\u3000", "").strip('《》“”"*#')
        if "\t" in text or not text or len(text) > _HEAD_IN or _SENTENCE_END.search(text) or "。" in text:
            continue
        ends = [(m.start() + len(m[1]), len(m[1]), m[1]) for m in pattern.finditer(text)]
        for end, _, word in sorted(ends, reverse=True):
            if _AFTER.match(text, end):
                return owner[word], word
        broken = _broken_head(opening[index : index + 2])
        if broken:
            return owner[broken], broken
    return None, ""


def _broken_head(lines: list[str]) -> str:
    """The head of a title that is broken inside that word, over two lines; '' for none."""
    if len(lines) < 2 or "\t" in lines[0] + lines[1] or len(lines[1]) > 4:
        return ""
    pattern, _ = _heads()
    text, at = lines[0] + lines[1], len(lines[0])
    ends = [m for m in pattern.finditer(text) if m.start() < at < m.start() + len(m[1]) == len(text)]
    return max((m[1] for m in ends), key=len, default="")


def _signal(evidence: Evidence, names: tuple[str, ...]) -> tuple[Entry, str] | None:
    """The first of the kinds whose mark stands somewhere in the text."""
    texts = [fold(t).strip() for t in islice(evidence.texts(), 200)]
    for name in names:
        for pattern, entry in _body():
            if _is(entry, name):
                for text in texts:
                    found = pattern.search(text)
                    if found:
                        return entry, found[0].strip()
    return None


_DIGIT = re.compile(r"\d")


def _mostly_tables(evidence: Evidence) -> bool:
    """Whether numbers stand in tables, and not in prose."""
    tables = [b for b in evidence.blocks if isinstance(b, Table)]
    prose = sum(len(b.text) for b in evidence.blocks if isinstance(b, Line) and len(b.text) > 40)
    cells = sum(bool(_DIGIT.search(c)) for t in tables for row in t.rows[:200] for c in row)
    return cells > 1 and prose < 120 + 20 * cells
