"""What changed in the settings of the whole policy, and in the calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ecolang.diagnostics import Local
from ecolang.program import Program
from ecolang_compiler.diff.facets import Entry, Facet, compare
from ecolang_compiler.diff.model import Change, local
from ecolang_compiler.diff.sentences import Versions
from ecolang_compiler.diff.voice import Speech, Voice

_NONE = Local("未作规定", "not said")
_STARTS = {"next": Local("自次日起算", "from the day after"), "same": Local("自当日起算", "from the day itself")}
_ROLLS = {
    "next_working": Local("末日为休假日的，顺延至下一工作日", "a last day off moves to the next working day"),
    "previous_working": Local("末日为休假日的，提前至上一工作日", "a last day off moves to the previous working day"),
    "none": Local("末日不顺延", "the last day does not move"),
}
_MONTH_ENDS = {
    "last_day": Local("以月末日为末日", "the last day of the month"),
    "next_day": Local("以次月首日为末日", "the first day of the next month"),
    None: _NONE,
}
_HOURS = Local("自下一整时起算", "start at the next full hour")
_NAMES = {
    "title": Local("名称", "title"),
    "in_force": Local("施行", "in force"),
    "valid_until": Local("有效期", "valid until"),
    "valid_for": Local("有效期", "valid for"),
    "ceases": Local("停止施行", "ceases"),
    "repeals": Local("废止", "repeals"),
    "zone": Local("时区", "time zone"),
    "calendars": Local("工作日", "working days"),
    "counting_start": Local("期间", "periods"),
    "roll": Local("期间", "periods"),
    "month_end": Local("期间（没有对应日的）", "periods (no corresponding day)"),
    "hour_start": Local("期间（小时）", "periods (hours)"),
    "standstill": Local("停算", "time stands still"),
    "track_role": Local("办理", "handling"),
}


def settings(versions: Versions) -> list[Change]:
    """One change for each setting that is otherwise."""
    old, new = _settings(versions.old), _settings(versions.new)
    found: list[Change] = []
    for code, before in old.items():
        details = compare({code: before}, {code: new[code]}).details
        if details:
            found.append(Change("setting", "changed", _NAMES[code], details=details))
    return [*found, *_calendars(versions.old.program, versions.new.program)]


def _settings(speech: Speech) -> Mapping[str, Facet]:
    row, blank = speech.program.settings, Local("", "")
    force = row.in_force or row.in_force_words
    role = None if row.track_role is None else speech.name("role", row.track_role)
    handling = Local("按全案办理", "one track for the whole case")
    if role is not None:
        handling = Local(f"每一{role.zh}分别办理", f"one track for each {role.en}")
    return {
        "title": Facet(blank, row.title, local(row.title)),
        "in_force": Facet(blank, force, local(force) if force else _NONE),
        "valid_until": Facet(blank, row.valid_until, local(row.valid_until or "") if row.valid_until else _NONE),
        "valid_for": Facet(blank, row.valid_for, speech.say(lambda voice: _term(row.valid_for, voice))),
        "ceases": Facet(blank, row.ceases, local(row.ceases) if row.ceases else _NONE),
        "repeals": _list(blank, row.repeals),
        "zone": Facet(blank, row.zone, local(row.zone)),
        "calendars": Facet(blank, row.calendars, Local("、".join(row.calendars), ", ".join(row.calendars))),
        "counting_start": Facet(blank, row.counting_start, _STARTS[row.counting_start]),
        "roll": Facet(blank, row.roll, _ROLLS[row.roll]),
        "month_end": Facet(blank, row.month_end, _MONTH_ENDS[row.month_end]),
        "hour_start": Facet(blank, row.hour_start, _HOURS if row.hour_start else _NONE),
        "standstill": _list(blank, tuple(_still(each) for each in row.standstill)),
        "track_role": Facet(blank, row.track_role, handling),
    }


def _still(stretch: tuple[str, str, str]) -> str:
    first, last, name = stretch
    return f"{first}–{last}" + (f" {name}" if name else "")


def _term(term: tuple[Any, ...], voice: Voice) -> str:
    if not term:
        return _NONE.zh if voice.zh else _NONE.en
    number, unit, first = term
    if voice.zh:
        return f"{voice.amount(number, unit)}，{_STARTS[first].zh}"
    return f"{voice.amount(number, unit)}, {_STARTS[first].en}"


def _list(what: Local, values: Iterable[str]) -> Facet:
    return Facet(what, None, entries=tuple(Entry(each, what, each, local(each)) for each in values))


def _calendars(old: Program, new: Program) -> Iterator[Change]:
    """Calendars of both versions whose days off or working days differ, year by year."""
    before = {row["name"]: row for row in old.calendar_rows}
    for row in new.calendar_rows:
        known = before.get(row["name"])
        if known is not None and known != row:
            name = Local(row["name"], row.get("name_en") or row["name"])
            details = compare(_years(known), _years(row)).details
            if details:
                yield Change("calendar", "changed", name, details=details)


def _years(row: Mapping[str, Any]) -> Mapping[str, Facet]:
    """The days of each year by their cause."""
    found: dict[str, Facet] = {}
    for year, said in sorted(row.get("years", {}).items()):
        for kind, what in (("off", Local("放假", "days off")), ("work", Local("上班", "working days"))):
            named = Local(f"{year}年{what.zh}", f"{what.en} of {year}")
            days = [(cause, tuple(each)) for cause, each in sorted(said.get(kind, {}).items())]
            entries = tuple(Entry(cause, named, each, local(f"{cause} {'、'.join(each)}")) for cause, each in days)
            found[f"{kind}.{year}"] = Facet(named, None, entries=entries)
    return found
