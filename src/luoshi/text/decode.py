"""Bytes to text: which encoding a report was saved in, decided the same way every time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.errors import NotADocument, UnknownEncoding

# UTF-32 stands before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
#: What a page may declare, and the widest encoding that name stands for in practice.
_DECLARED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
_DECLARATION = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})")
# The commonest characters of Chinese prose and of reports, simplified and traditional.
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其"
    "些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建"
    "月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接"
    "知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器"
    "压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议"
    "市县乡镇村城报告投项推培支持服深企育医养老灾环境创绿低碳振兴科技融就业收入居住房供需加快完善优化升级落实稳健康"
    "為個國時來們這會發動過說產種後經進著電裡現實點從業應開還間樣與關線內數問變條結氣無系見計別讓將農區強處隊門領"
    "東導壓爭濟術極聯認權證轉單風帶場車務萬達積議縣鄉鎮報項醫養災環創綠興融業穩優級設資總員統長頭邊級圖題黨"
    "，。、；：？！“”‘’（）《》〈〉【】—…·％　０１２３４５６７８９\u2002\u2003\xa0"
)
_USUAL = re.compile(f"[{re.escape(_COMMON)}]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 20_000
# Measured on 142 reports: 0.71 and more when decoded rightly, 0.33 and less when not.
_PLAUSIBLE = 0.35
_SURE = 0.5
_ENOUGH = 20
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_CONTROLS_ALLOWED = 0.01
#: Encodings that are not read here but can be named, with the characters that give them away.
_OTHERS = (
    ("big5hkscs", "Big5（繁体中文）", _USUAL),
    ("cp932", "Shift_JIS（日文）", re.compile("[ぁ-んァ-ヶー、。]")),
    ("euc_jp", "EUC-JP（日文）", re.compile("[ぁ-んァ-ヶー、。]")),
    ("cp949", "EUC-KR（韩文）", re.compile("[가-힣]")),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without its byte order mark, and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of `data`; raises `UnknownEncoding`, or `NotADocument` where it is no text at all."""
    decoded = _marked(data) or _unmarked(data)
    if decoded is None:
        raise NotADocument(_BINARY) if b"\0" in data else UnknownEncoding(_misfit(data))
    if _is_binary(decoded.text):
        raise NotADocument(_BINARY)
    return decoded


_BINARY = (
    "不是文字文件（里面有文字文件不会有的控制字节）。"
    "能读的有 txt、md、html、docx 和带文字的 pdf，请另存为其中一种。"
)


def _marked(data: bytes) -> Decoded | None:
    """By its byte order mark, which is believed: bytes that do not fit it are an error."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise UnknownEncoding(_torn(data, encoding, error.start + len(mark))) from None
    return None


def _unmarked(data: bytes) -> Decoded | None:
    if b"\0" not in data and (text := _strict(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    return next(_guesses(data), None)


def _guesses(data: bytes) -> Iterator[Decoded]:
    """What decodes without error and reads like Chinese (or says of itself what it is), surest first."""
    wide = [Decoded(text, name) for name in ("utf-16-le", "utf-16-be") if (text := _strict(data, name))]
    yield from sorted((d for d in wide if _share(d.text) >= _PLAUSIBLE), key=lambda d: -_share(d.text))
    if b"\0" in data:
        return
    if (declared := _declared(data)) and (text := _strict(data, declared)) is not None:
        yield Decoded(text, declared)
    if (text := _strict(data, "gb18030")) is not None and _share(text) >= _PLAUSIBLE:
        yield Decoded(text, "gb18030")


def _declared(data: bytes) -> str | None:
    """The encoding that a page's head names; a report in plain text has no such line."""
    found = _DECLARATION.search(data, 0, 4096) if b"<" in data[:1024] else None
    return _DECLARED.get(found[1].decode("ascii").lower()) if found else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str, usual: re.Pattern[str] = _USUAL) -> float:
    """The share of usual characters among those beyond ASCII; 1 where there are none."""
    beyond = _BEYOND_ASCII.findall(text, 0, _SAMPLE)
    return len(usual.findall("".join(beyond))) / len(beyond) if beyond else 1.0


def _is_binary(text: str) -> bool:
    head = text[:_SAMPLE]
    return "\0" in text or len(_CONTROL.findall(head)) > _CONTROLS_ALLOWED * len(head)


def _torn(data: bytes, encoding: str, at: int) -> str:
    return (
        f"文件开头标明是 {encoding.upper()}，但偏移 {at} 处的字节 {_hex(data, at)} 不合这种编码。"
        "文件可能传坏或截断了，请重新取得文件，或用原来的程序打开后另存为 UTF-8。"
    )


def _misfit(data: bytes) -> str:
    """Where the encodings that are read here stop fitting, and what it looks like instead."""
    fits = "，".join(_fit(data, name) for name in ("utf-8", "gb18030"))
    guess = next(_looks(data), "看不出是哪种编码")
    return f"认不出文字编码：{fits}；{guess}。请用原来的程序打开它，另存为 UTF-8 再试。"


def _looks(data: bytes) -> Iterator[str]:
    """What it looks like in words: a good file gone bad half-way, or an encoding that is not read here."""
    for name in ("utf-8", "gb18030"):
        whole = data.decode(name, "ignore")
        if len(_BEYOND_ASCII.findall(whole, 0, _SAMPLE)) > _ENOUGH and _share(whole) >= _SURE:
            yield f"看上去像 {name.upper()}，但中间有坏字节或末尾被截断"
    for name, label, usual in _OTHERS:
        if (text := _strict(data, name)) is not None and _share(text, usual) >= _PLAUSIBLE:
            yield f"看上去像 {label}"


def _fit(data: bytes, encoding: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return f"按 {encoding.upper()} 读，偏移 {error.start} 处的字节 {_hex(data, error.start)} 不合"
    return f"按 {encoding.upper()} 读，不成文字"


def _hex(data: bytes, at: int) -> str:
    return f"0x{data[at]:02X}" if at < len(data) else "（文件末尾）"
