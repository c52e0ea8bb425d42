"""The facets that are lists: grounds, exceptions, items of documents and steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ecolang.diagnostics import Local
from ecolang.numerals import to_chinese
from ecolang.program import Act, Allowance, Expr, Ground, Item
from ecolang.source_ref import parse_ref
from ecolang_compiler.diff.facets import Entry, Facet
from ecolang_compiler.diff.model import local
from ecolang_compiler.diff.voice import Speech, Voice

_OPTIONAL = {True: Local("可以没有", "may be left out"), False: Local("必备", "required")}
#: The number before an item.
_MARK = re.compile(r"^[（(][^）)]{1,6}[）)]\s*")
_JOINED = {
    "and": Local("并列条件", "further condition"),
    "or": Local("选择条件", "alternative condition"),
}


def grounds(rows: Iterable[Ground], speech: Speech) -> Facet | None:
    """The grounds of a power."""
    entries = [_ground(row, index, speech) for index, row in enumerate(rows, 1)]
    return Facet(Local("情形", "ground"), None, entries=tuple(entries)) if entries else None


def _ground(row: Ground, index: int, speech: Speech) -> Entry:
    number = _number(row.cite) or index
    words = speech.text(_MARK.sub("", row.text), lambda voice: voice.condition(row.guard))
    what = Local(f"第（{to_chinese(number)}）项情形", f"ground ({number})")
    facets = {"condition": condition(row.guard, speech)}
    return Entry("", what, speech.fold.expr(row.guard), words, row.guard, number, row.cite, facets)


def items(rows: Iterable[Item], what: Local, ordered: bool) -> Facet:
    """The items of a document, or the steps of an event."""
    return Facet(what, None, entries=tuple(_item(row, what) for row in rows), ordered=ordered)


def _item(row: Item, what: Local) -> Entry:
    numbered = row.cite is not None and _number(row.cite) is not None
    zh = f"第（{to_chinese(row.number)}）项" if numbered else f"第{row.number}项"
    optional = Local("，可以没有", ", which may be left out") if row.optional else Local("", "")
    words = Local(row.key + optional.zh, row.key + optional.en)
    named = Local(f"{zh}{'' if what.zh == '项' else what.zh}", f"{what.en} ({row.number})")
    facets = {
        "key": Facet(Local("", ""), row.key, local(row.key)),
        "optional": Facet(Local("", ""), row.optional, _OPTIONAL[row.optional]),
    }
    return Entry(row.key, named, (row.key, row.optional), words, None, row.number, row.cite, facets)


def exceptions(rows: Iterable[Allowance], speech: Speech) -> Facet | None:
    """What may be added to a limit, and with whose approval."""
    entries = [
        Entry(str(index), Local("例外", "exception"), *_exception(row, speech), number=index)
        for index, row in enumerate(rows, 1)
    ]
    entries = [_with_parts(entry, row, speech) for entry, row in zip(entries, rows, strict=True)]
    return Facet(Local("例外", "exception"), None, entries=tuple(entries)) if entries else None


def _exception(row: Allowance, speech: Speech) -> tuple[Any, Local, Any]:
    fold = speech.fold
    acts = [(each.event, each.guard) if each else None for each in (row.approval, row.request, row.refusal)]
    same = (row.number, row.number_from, row.unit, row.prior, row.each, row.how, row.times, tuple(acts))
    words = speech.say(lambda voice: _exception_words(row, voice))
    return (*same, fold.expr(row.guard)), words, (*same, row.guard)


def _added(row: Allowance, voice: Voice) -> str:
    """How much may be added; where it is read from a document, that and the most that it may be."""
    most = voice.amount(row.number, row.unit or "times") if row.number else ""
    if row.number_from is None:
        return most
    read = voice.condition(row.number_from)
    if voice.zh:
        return f"{read}所定的时间" + (f"（最多{most}）" if most else "")
    return f"what {read} says" + (f" (at most {most})" if most else "")


def _exception_words(row: Allowance, voice: Voice) -> str:
    return _granted(row, voice) + _most(row, voice) + _refused(row, voice)


def _granted(row: Allowance, voice: Voice) -> str:
    """When more is given, and how much."""
    when = voice.condition(row.guard)
    added = _added(row, voice)
    asked = voice.act(row.request.event, row.request.guard) if row.request else ""
    if row.approval is None:
        return f"{when}的，可以增加{added}" if voice.zh else f"if {when}, {added} more"
    act = voice.act(row.approval.event, row.approval.guard)
    if voice.zh:
        how = ("每次" if row.each else "") + ("事先" if row.prior else "")
        return "".join(f"{each}，" for each in (when, asked) if each) + f"经{how}{act}的，可以增加{added}"
    how = (" each time" if row.each else "") + (" beforehand" if row.prior else "")
    return (f"if {when}, " if when else "") + (f"on {asked}, " if asked else "") + f"after {act}{how}, {added} more"


def _most(row: Allowance, voice: Voice) -> str:
    """How many times more may be given, where that is said."""
    if row.times is None:
        return ""
    times = voice.amount(row.times, "times")
    return f"，以{times}为限" if voice.zh else f", at most {times}"


def _refused(row: Allowance, voice: Voice) -> str:
    if row.refusal is None:
        return ""
    act = voice.act(row.refusal.event, row.refusal.guard)
    return f"，{act}的除外" if voice.zh else f", except on {act}"


def _with_parts(entry: Entry, row: Allowance, speech: Speech) -> Entry:
    say = speech.say
    acts = [each for each in (row.approval,) if each is not None]
    each = ("每次", "each time ") if row.each else ("", "")
    when = ("事先", "before it") if row.prior else ("不必事先", "before or after it")
    timing = Local(each[0] + when[0], each[1] + when[1])
    facets = {
        "number": Facet(
            Local("增加量", "added"),
            (row.number, row.number_from, row.unit, row.how),
            say(lambda voice: _added(row, voice)),
        ),
        "approval": Facet(
            Local("批准", "approval"), [(each.event, each.guard) for each in acts], say(lambda voice: voice.acts(acts))
        ),
        "prior": Facet(Local("批准方式", "manner of approval"), (row.prior, row.each), timing),
    }
    if row.times is not None:
        most = say(lambda voice: voice.amount(row.times, "times"))
        facets["times"] = Facet(Local("最多的次数", "times at most"), row.times, most)
    for code, what, act in (
        ("request", Local("申请", "request"), row.request),
        ("refusal", Local("不批准", "refusal"), row.refusal),
    ):
        if act is not None:
            facets[code] = Facet(what, (act.event, act.guard), _act(act, speech))
    if row.guard is not None:
        facets["condition"] = condition(row.guard, speech)
    return Entry(entry.key, entry.what, entry.value, entry.words, entry.raw, entry.number, None, facets)


def _act(act: Act, speech: Speech) -> Local:
    return speech.say(lambda voice: voice.act(act.event, act.guard))


def condition(expr: Expr, speech: Speech, own: str | None = None) -> Facet:
    """A condition; where several parts must hold, or any of several, these are its entries. `own`: the definition that
    it is the meaning of."""
    folded = speech.fold.expr(expr, own) or expr
    words = speech.say(lambda voice: voice.condition(expr, own))
    if folded[0] == "def" and own is None:
        return Facet(Local("条件", "condition"), folded, words, expr, opened=condition(expr, speech, folded[1]))
    if folded[0] not in _JOINED:
        return Facet(Local("条件", "condition"), folded, words, expr)
    entries = tuple(_part(folded[0], part, speech) for part in folded[1:])
    return Facet(Local("条件", "condition"), folded, words, expr, folded[0], entries=entries)


def _part(joined: str, part: Expr, speech: Speech) -> Entry:
    return Entry(str(part), _JOINED[joined], part, speech.say(lambda voice: voice.condition(part)))


def _number(cite: str | None) -> int | None:
    ref = parse_ref(cite) if cite else None
    return None if ref is None else ref.subitem or ref.item
