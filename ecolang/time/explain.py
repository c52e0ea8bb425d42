"""How a computed date explains itself, for drafters and parties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ecolang.time.days import DAY, Lang, format_date, format_instant, format_run
from ecolang.time.words import REASONS, amount_words, fill, joined, say

if TYPE_CHECKING:
    from ecolang.time.due import Due, Extension, Skip


def explain(due: Due, lang: Lang, clause: str | None = None) -> str:
    """The date in sentences; `clause` is the citation that gives the period, as it is to be printed."""
    amount = amount_words(due.amount, due.counting.unit, lang)
    if due.error is not None:
        return say(due.error, lang, trigger=_day(due.trigger, lang), amount=amount)
    sentences = [_beginning(due, lang, amount)]
    skipped = [f"{format_run(first, last, lang)}{_bracket(why, lang)}" for first, last, why in _runs(due, lang)]
    if skipped:
        sentences.append(say("skipped", lang, runs=joined(skipped, lang)))
    if due.make_up:
        days = [f"{format_run(day, day, lang)}{_bracket(_name(due, day, lang), lang)}" for day in due.make_up]
        sentences.append(say("make_up", lang, runs=joined(days, lang)))
    sentences += _extensions(due, lang)
    sentences += _ending(due, lang)
    if clause:
        sentences.append(say("clause", lang, clause=clause))
    if due.provisional:
        sentences.append(_provisional(due, lang))
    return ("" if lang == "zh" else " ").join(sentences)


def _beginning(due: Due, lang: Lang, amount: str) -> str:
    if due.kind == "hours":
        trigger = _day(due.trigger, lang)
        if due.minute is not None:
            trigger = format_instant(due.trigger * DAY + due.minute, lang)
        return say("from_none", lang, trigger=trigger, amount=amount)
    trigger = _day(due.trigger, lang)
    if due.kind == "backward":
        return say("before_clear" if due.clear else "before_counted", lang, trigger=trigger, amount=amount)
    first = due.first_counted
    if first is None:
        return say("from_none", lang, trigger=trigger, amount=amount)
    if due.counting.start == "same" and first == due.trigger:
        return say("from_same", lang, trigger=trigger, amount=amount)
    moved = due.counting.start == "next_working" and not due.calendar.is_working(due.trigger + 1)
    return say("from_moved" if moved else "from_next", lang, trigger=trigger, amount=amount, first=_day(first, lang))


def _extensions(due: Due, lang: Lang) -> list[str]:
    sentences: list[str] = []
    ends = iter(due.segments[:-1])
    unit = due.counting.unit
    for extension in due.extensions:
        kind: str = extension.state
        end = ""
        if kind == "granted":
            kind = extension.how
            if extension.how == "after_end" or extension.unit != unit:
                unit = extension.unit
                segment = next(ends, None)
                end = _day(segment.last, lang) if segment is not None and segment.last is not None else ""
            if not end:
                kind = "added"
        sentences.append(
            say(
                kind,
                lang,
                amount=amount_words(extension.amount, extension.unit, lang),
                cause=_cause(extension, lang),
                end=end,
            )
        )
    return sentences


def _ending(due: Due, lang: Lang) -> list[str]:
    if due.last is None:
        return [say("open", lang)]
    if due.lapses is not None:
        ends = say("ends_at", lang, instant=format_instant(due.lapses[1], lang))
        early = format_instant(due.lapses[0], lang)
        return [ends] if due.minute is not None else [ends, say("no_time", lang, instant=early)]
    sentences: list[str] = []
    last = _day(due.last, lang)
    if due.moved_from is not None:
        back = due.last < due.moved_from
        runs = _off_runs(due, due.last + 1 if back else due.moved_from, lang)
        why = joined(list(dict.fromkeys(why for _, _, why in runs)), lang)
        nominal = _day(due.moved_from, lang)
        sentences.append(say("moved_back" if back else "moved", lang, nominal=nominal, why=why, last=last))
    sentences.append(say("last_before" if due.kind == "backward" else "last", lang, last=last))
    return sentences


def _provisional(due: Due, lang: Lang) -> str:
    gaps = []
    for name, year in due.provisional:
        layer = due.calendar.layer(name)
        # Notes in calendar files are in the language of their notices.
        note = layer.unpublished.get(year, "") if layer is not None and lang == "zh" else ""
        label = layer.label(lang) if layer is not None else name
        gaps.append(say("gap", lang, layer=label, year=str(year), note=_bracket(note, lang)))
    text = ("；" if lang == "zh" else "; ").join(gaps)
    if due.last is None or (due.earliest == due.latest and due.latest is not None):
        return say("provisional_same", lang, gaps=text)
    if due.earliest is None or due.latest is None:
        return say("provisional_open", lang, gaps=text)
    earliest, latest = format_date(due.earliest, lang), format_date(due.latest, lang)
    return say("provisional", lang, gaps=text, earliest=earliest, latest=latest)


def _runs(due: Due, lang: Lang) -> list[tuple[int, int, str]]:
    skips: Iterable[Skip] = due.skipped
    return _grouped((skip.day, _reason(due, skip, lang)) for skip in skips)


def _off_runs(due: Due, first: int, lang: Lang) -> list[tuple[int, int, str]]:
    """The days off over which the last day moved, from `first` on."""
    last = first
    while not due.calendar.is_working(last + 1):
        last += 1
    return _grouped((day, _name(due, day, lang)) for day in range(first, last + 1))


def _grouped(days: Iterable[tuple[int, str]]) -> list[tuple[int, int, str]]:
    runs: list[tuple[int, int, str]] = []
    for day, why in days:
        if runs and runs[-1][1] + 1 == day and runs[-1][2] == why:
            runs[-1] = (runs[-1][0], day, why)
        else:
            runs.append((day, day, why))
    return runs


def _reason(due: Due, skip: Skip, lang: Lang) -> str:
    if skip.reason == "suspended":
        return fill(REASONS["suspended" if skip.name else "suspended_plain"][lang], {"name": skip.name})
    return _name(due, skip.day, lang)


def _name(due: Due, day: int, lang: Lang) -> str:
    """Why a day is off, or which holiday a make-up working day belongs to ("" if none is named)."""
    info = due.calendar.info(day)
    name = due.calendar.holiday(info, lang)
    if info.working:
        return name
    if info.layer is None:
        return REASONS["weekend"][lang]
    return fill(REASONS["holiday" if name else "added"][lang], {"name": name})


def _bracket(text: str, lang: Lang) -> str:
    if not text:
        return ""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def _cause(extension: Extension, lang: Lang) -> str:
    return _bracket(extension.cause, lang)


def _day(day: int, lang: Lang) -> str:
    return format_date(day, lang, weekday=True)
