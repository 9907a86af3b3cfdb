"""Writes the broken definitions: each is the good one with a single change, and the message that it must produce.

Run by hand when a message or the good definition changes, then read every first line: it is what an official sees.

    .venv/bin/python tests/mechanisms/write_broken.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from luoshi.errors import MechanismError
from luoshi.mechanisms.load import load

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")

#: Name → what is replaced in the good definition, and by what.
CHANGES: dict[str, tuple[str, str]] = {
    "not-yaml": ("states:\n", "states: [\n"),
    "twice": ("kind: procedure\n", "kind: procedure\nkind: procedure\n"),
    "alias": ("place: 通用\n", "place: &here 通用\n"),
    "no-such-day": ("since: 2020-01-01\nplace", "since: 2026-02-30\nplace"),
    "unknown-field": ("    rolls: true\n", "    rols: true\n"),
    "missing-field": ("question: 有没有办完\n", ""),
    "empty-title": ("title: 办一件事\n", 'title: ""\n'),
    "wrong-kind": ("kind: procedure\n", "kind: portfolio\n"),
    "wrong-role": ("by: [office_handler]", "by: [office_handlr]"),
    "wrong-name": ("  doing:", "  在办:"),
    "not-a-list": ("from: [doing]\n    to: done", "from: doing\n    to: done"),
    "not-a-number": ("value: 5", "value: 五"),
    "too-long": ("value: 5", "value: 99999"),
    "not-a-date": ("since: 2020-01-01, value: 5", "since: 去年, value: 5"),
    "no-source": ("value: 5, source: rule", "value: 5, source: rules"),
    "dates-backwards": ("since: 2020-01-01\nplace", "since: 2020-01-01\nbefore: 2019-01-01\nplace"),
    "values-overlap": (
        "      - {since: 2020-01-01, value: 5, source: rule}\n",
        "      - {since: 2020-01-01, before: 2022-01-01, value: 5, source: rule}\n"
        "      - {since: 2021-01-01, value: 6, source: rule}\n",
    ),
    "values-unordered": (
        "      - {since: 2020-01-01, value: 5, source: rule}\n",
        "      - {since: 2021-01-01, value: 5, source: rule}\n      - {since: 2020-01-01, value: 6, source: rule}\n",
    ),
    "value-and-setting": ("    unit: working_days\n", "    unit: working_days\n    setting: 没有查到\n"),
    "unknown-state": ("to: done\n", "to: don\n"),
    "unknown-clock": ("stops: [limit]", "stops: [limt]"),
    "unknown-act": ("not_by: [open]", "not_by: [opens]"),
    "unknown-choice": ("only: {sort: hard}", "only: {sort: harder}"),
    "unreachable-state": ("states:\n", "states:\n  lost: {title: 到不了, final: true}\n"),
    "dead-end": (
        "  finish:\n    title: 办完\n    from: [doing]",
        "  finish:\n    title: 办完\n    from: [open]",
    ),
    "cannot-end": ("  done: {title: 已办完, final: true}", "  done: {title: 已办完}"),
    "ends-and-goes-on": ("from: [doing]\n    to: done", "from: [doing, done]\n    to: done"),
    "going-round": (
        "  doing: {title: 在办}\n",
        "  doing: {title: 在办}\n  left: {title: 左边}\n  right: {title: 右边}\n",
    ),
    "clock-never-starts": ("    starts: [limit]\n", ""),
    "clock-two-lengths": ("    length: days\n", "    length: days\n    stated: until\n"),
    "clock-stated-no-date": ("    length: days\n", "    stated: note\n"),
    "pause-for-ever": ("    resumes: [limit]\n", ""),
    "starts-and-stops": ("    stops: [limit]\n", "    stops: [limit]\n    starts: [limit]\n"),
    "late-extension": ("    before_due: [limit]\n", ""),
    "extension-without-day": ("    extended_to: until\n", ""),
    "asked-for-ever": ("    settles: longer\n", ""),
    "needs-and-may": ("    needs: [note]\n", "    needs: [note]\n    may: [note]\n"),
    "sets-what-is-stated": ("    needs: [sort]\n", "    needs: [sort]\n    sets: {sort: hard}\n"),
    "nobody-may": ("    by: [office_handler]\n", ""),
    "nothing-opens": ("    title: 立案\n    to: open\n", "    title: 立案\n    from: [open]\n    to: open\n"),
    "unused-field": ("fields:\n", "fields:\n  spare: {title: 没用到}\n"),
    "choice-without-choices": (", choices: {easy: 容易, hard: 难}", ""),
    "example-without-expectation": ("    expect: {state: done}\n", ""),
    "counter-example-without-reason": ("    refused: too_late\n", ""),
    "example-sets-unknown": (
        "    expect: {state: done}\n",
        "    expect: {state: done}\n    settings: {dais: 3}\n",
    ),
    "passes-to-no-office": ("    needs: [note]\n", "    needs: [note]\n    passes_to: note\n"),
    "wrong-edition": ("edition: 1\n", "edition: 2\n"),
}
#: Acts that make a circle out of the two states that "going-round" adds.
_CIRCLE = """\
  go_left: {title: 往左, from: [doing, right], to: left, by: [office_handler]}
  go_right: {title: 往右, from: [left], to: right, by: [office_handler]}
"""


def broken(name: str) -> str:
    """The good definition with this one change."""
    old, new = CHANGES[name]
    assert old in GOOD, name
    text = GOOD.replace(old, new, 1)
    return text.replace("acts:\n  open:", f"acts:\n{_CIRCLE}  open:") if name == "going-round" else text


def complaint(path: Path) -> str:
    """What loading says, on one line."""
    try:
        load(path)
    except MechanismError as error:
        return str(error)
    return ""


def main() -> None:
    for name in CHANGES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.yaml"
            # The message takes the first line, so that lines count the same with and without it.
            path.write_text("#\n" + broken(name), encoding="utf-8")
            said = complaint(path)
        print(said or f"NOT REFUSED: {name}")
        (HERE / "broken" / f"{name}.yaml").write_text(f"# {said}\n{broken(name)}", encoding="utf-8")


if __name__ == "__main__":
    main()
