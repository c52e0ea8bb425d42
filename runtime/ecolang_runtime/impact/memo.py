"""An impact as a memo: text for the terminal, Markdown and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ecolang.diagnostics.width import text_width
from ecolang.time import iso
from ecolang_runtime.generate.lines import event_row, fact_row
from ecolang_runtime.impact.report import KINDS, Example, Group, Impact
from ecolang_runtime.impact.words import COLUMNS, Telling
from ecolang_runtime.wording.templates import Pair

#: The case of an example as a block that `eco test` takes; None where it cannot be written as one.
Block = Callable[[Example], str | None]

FEW, _OF_KIND = 30, 12
"""Of more changes, or kinds of effects, than these not all are told; of one kind of effects so many."""
HEADINGS: dict[str, Pair] = {
    "title": ("影响评估", "Impact"),
    "changes": ("各处修改的影响", "By change"),
    "effects": ("各种影响", "By effect"),
    "examples": ("最短的例子", "Shortest examples"),
    "change": ("修改", "change"),
    "effect": ("影响", "effect"),
    "cases": ("件数", "cases"),
    "from": ("来自", "from"),
    "idle": ("另有{}处修改没有使任何一件不同（--all 逐一列出）。", "{} more changes do nothing (--all lists them)."),
    "more": ("另有{}种影响（--all 逐一列出）。", "{} more kinds of effects (--all lists them)."),
    "unproved": ("没有不同，不能证明两版相同：见 eco diff。", "No case differs, which proves nothing: see eco diff."),
}  # fmt: skip


def columns(impact: Impact) -> list[str]:
    """The columns of the table by change that hold anything."""
    return ["cases", "flipped", *(kind for kind in KINDS if any(row.by_kind[kind] for row in impact.rows))]


def table(impact: Impact, telling: Telling, everything: bool = True) -> list[list[str]]:
    """The table by change, its heading first; without `everything`, of many changes those alone that did anything, the
    most results that differ first."""
    shown = columns(impact)
    heading = [telling.words.pick(HEADINGS["change"]), *(telling.words.pick(COLUMNS[each]) for each in shown)]
    rows = [heading]
    many = not everything and len(impact.rows) > FEW
    for row in sorted(impact.rows, key=lambda row: (-row.flipped, -row.cases)) if many else impact.rows:
        if many and not row.cases:
            continue
        words = telling.nobody() if row.cause is None else row.cause.words.say(telling.lang)
        counts = {"cases": row.cases, "flipped": row.flipped, **row.by_kind}
        rows.append([words, *(str(counts[each]) for each in shown)])
    return rows


def idle(impact: Impact, telling: Telling, everything: bool) -> str:
    """How many changes did nothing and are not told; "" for none."""
    number = sum(not row.cases for row in impact.rows)
    if everything or not number or len(impact.rows) <= FEW:
        return ""
    return telling.words.pick(HEADINGS["idle"]).format(number)


def shown(impact: Impact, everything: bool) -> tuple[list[Group], int]:
    """The effects to tell, and how many more there are: of each kind the most frequent."""
    if everything or len(impact.groups) <= FEW:
        return list(impact.groups), 0
    counts: Counter[str] = Counter()
    found: list[Group] = []
    for group in impact.groups:
        counts[group.effect.kind] += 1
        if counts[group.effect.kind] <= _OF_KIND or group.example is not None:
            found.append(group)
    return found, len(impact.groups) - len(found)


def text(impact: Impact, telling: Telling, block: Block, everything: bool = False) -> str:
    """For a terminal."""
    return "\n".join(_text(impact, telling, block, everything)) + "\n"


def _text(impact: Impact, telling: Telling, block: Block, everything: bool) -> Iterator[str]:
    say = telling.words.pick
    yield from telling.summary(impact)
    if not impact.groups:
        yield say(HEADINGS["unproved"])
        return
    yield ""
    yield say(HEADINGS["changes"])
    heading, *rows = table(impact, telling, everything)
    for row in rows:
        counts = [f"{name} {count}" for name, count in zip(heading[1:], row[1:], strict=True) if count != "0"]
        yield f"  {row[0]}"
        yield f"    {('，' if telling.zh else ', ').join(counts) or '0'}"
    if left := idle(impact, telling, everything):
        yield f"  {left}"
    yield ""
    yield say(HEADINGS["effects"])
    wide = max(text_width(str(group.cases)) for group in impact.groups)
    groups, more = shown(impact, everything)
    for group in groups:
        yield f"  {group.cases:>{wide}}  {telling.group(group)}"
    if more:
        yield f"  {say(HEADINGS['more']).format(more)}"
    yield ""
    yield say(HEADINGS["examples"])
    for number, group in enumerate(_with_examples(impact), 1):
        example = group.example
        if example is not None:
            yield f"  {number}. {telling.effect(example.effect)}"
            yield f"     {say(HEADINGS['from'])}{'：' if telling.zh else ': '}{telling.cause(impact, group.causes)}"
            yield from (f"     {line}" for line in telling.timeline(example))
            written = block(example)
            if written:
                yield ""
                yield from (f"     {line}".rstrip() for line in written.rstrip().splitlines())
            yield ""


def _with_examples(impact: Impact) -> list[Group]:
    return [group for group in impact.groups if group.example is not None]


def markdown(impact: Impact, telling: Telling, block: Block, everything: bool = False) -> str:
    """For a memo."""
    return "\n".join(_markdown(impact, telling, block, everything)) + "\n"


def _markdown(impact: Impact, telling: Telling, block: Block, everything: bool) -> Iterator[str]:
    say = telling.words.pick
    yield f"# {say(HEADINGS['title'])}"
    yield ""
    yield " ".join(telling.summary(impact)) if not telling.zh else "".join(telling.summary(impact))
    yield ""
    if not impact.groups:
        yield say(HEADINGS["unproved"])
        return
    yield f"## {say(HEADINGS['changes'])}"
    yield ""
    heading, *rows = table(impact, telling, everything)
    yield _row(heading)
    yield _row(["---", *["---:"] * (len(heading) - 1)])
    yield from (_row(row) for row in rows)
    if left := idle(impact, telling, everything):
        yield ""
        yield left
    yield ""
    yield f"## {say(HEADINGS['effects'])}"
    yield ""
    yield _row([say(HEADINGS["cases"]), say(HEADINGS["effect"]), say(HEADINGS["from"])])
    yield _row(["---:", "---", "---"])
    groups, more = shown(impact, everything)
    for group in groups:
        yield _row([str(group.cases), telling.group(group), telling.cause(impact, group.causes)])
    if more:
        yield ""
        yield say(HEADINGS["more"]).format(more)
    yield ""
    yield f"## {say(HEADINGS['examples'])}"
    for number, group in enumerate(_with_examples(impact), 1):
        example = group.example
        if example is None:
            continue
        yield ""
        yield f"### {number}. {_escaped(telling.effect(example.effect))}"
        yield ""
        yield from (f"- {_escaped(line)}" for line in telling.timeline(example))
        written = block(example)
        if written:
            yield ""
            yield "```"
            yield written.rstrip()
            yield "```"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def _escaped(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def json_value(impact: Impact, telling: Telling, block: Block) -> dict[str, Any]:
    """The same as JSON-able data."""
    return {
        "total": impact.total,
        "unreadable": impact.unreadable,
        "differing": impact.differing,
        "flipped": impact.flipped,
        "followed": dict(impact.followed),
        "summary": telling.summary(impact),
        "changes": [
            {
                "words": None if row.cause is None else row.cause.words.say(telling.lang),
                "places": [] if row.cause is None else list(row.cause.places),
                "cases": row.cases,
                "flipped": row.flipped,
                **row.by_kind,
            }
            for row in impact.rows
        ],
        "effects": [_group_value(group, telling, block) for group in impact.groups],
    }


def _group_value(group: Group, telling: Telling, block: Block) -> dict[str, Any]:
    effect, example = group.effect, group.example
    value: dict[str, Any] = {
        "kind": effect.kind,
        "thing": effect.thing or None,
        "name": effect.name or None,
        "event": effect.event,
        "degree": effect.degree,
        "old": effect.old if effect.kind != "moved" else None,
        "new": effect.new if effect.kind != "moved" else None,
        "old_clause": effect.cites[0],
        "new_clause": effect.cites[1],
        "words": telling.group(group),
        "cases": group.cases,
        "changes": list(group.causes),
        "days": None if group.days is None else dict(zip(("least", "median", "most"), group.days, strict=True)),
    }
    if example is not None:
        case = example.case
        value["example"] = {
            "from": example.of,
            "as_of": iso(example.effect.as_of),
            "parties": [list(pair) for pair in case.parties],
            "facts": [fact_row(case.id, fact) for fact in case.facts],
            "events": [event_row(each) for each in case.occurrences],
            "timeline": list(telling.timeline(example)),
            "test": block(example),
        }
    return value
