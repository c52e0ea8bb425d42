"""One layer of a working-day calendar: what it says of single days, which years it covers, and its written form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ecolang.patterns import later
from ecolang.rows import dataclass, field
from ecolang.time.days import Lang, iso, parse_date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BETWEEN = later(r"\s*(?:至|\.\.|/)\s*")
# A run longer than this in a calendar file is a slip of the pen, not a holiday.
_LONGEST_RUN = 400


@dataclass(frozen=True, slots=True)
class YearSource:
    """Where a covered year's days were published."""

    source: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """Days that are working or off, by ordinal, with the holiday's name ("" if it has none).

    `years`: the covered years; `everywhere`: it covers all years (days that a policy or a case adds). `unpublished`:
    years known to be missing, with a note. `may_add_off`, `may_add_work`: how many working days an uncovered year may
    turn into days off, how many days off into working days; `may_add_run`: how many working days one holiday may take.
    """

    name: str
    entries: Mapping[int, tuple[bool, str]] = field(default_factory=dict)
    years: Mapping[int, YearSource] = field(default_factory=dict)
    unpublished: Mapping[int, str] = field(default_factory=dict)
    name_en: str | None = None
    names_en: Mapping[str, str] = field(default_factory=dict)
    may_add_off: int = 0
    may_add_work: int = 0
    may_add_run: int | None = None
    everywhere: bool = False

    def covers(self, year: int) -> bool:
        """Whether the layer says of every day of the year what it is."""
        return self.everywhere or year in self.years

    def label(self, lang: Lang) -> str:
        """The layer's name in a language."""
        return self.name_en or self.name if lang == "en" else self.name

    def holiday(self, name: str, lang: Lang) -> str:
        """A holiday's name in a language."""
        return self.names_en.get(name, name) if lang == "en" else name


@dataclass(frozen=True, slots=True)
class CalendarProblem:
    """What is wrong with a calendar's written form: `where` is the path of keys, `value` what stands there.

    Codes: unreadable, not_toml, not_a_table, unknown_key, wrong_type, wrong_date, wrong_year, twice, no_name,
    no_source, unknown_calendar.
    """

    code: str
    where: str
    value: str = ""

    def message(self, lang: Lang) -> str:
        """The problem in a sentence."""
        zh, en = _MESSAGES[self.code]
        text, stop = (zh, "。") if lang == "zh" else (en, ".")
        value = self.value if len(self.value) <= 80 else self.value[:80] + "…"
        return text.replace("{where}", self.where).replace("{value}", value) + stop


_MESSAGES = {
    "unreadable": ("日历文件{where}读不出来：{value}", "The calendar file {where} can't be read: {value}"),
    "not_toml": ("日历文件{where}不是 TOML：{value}", "The calendar file {where} is not TOML: {value}"),
    "not_a_table": ("日历的「{where}」应当是一个表", "In the calendar, {where} must be a table"),
    "unknown_key": ("日历的「{where}」里没有「{value}」这一项", "In the calendar, {where} has no entry {value}"),
    "wrong_type": ("日历的「{where}」不能写「{value}」", "In the calendar, {where} can't be {value}"),
    "wrong_date": (
        "日历的「{where}」里的「{value}」不是日期；写成 2026-02-15 或者 2026-02-15至2026-02-23",
        "In the calendar, {value} in {where} is no date; write 2026-02-15 or 2026-02-15..2026-02-23",
    ),
    "wrong_year": (
        "日历的「{where}」里的「{value}」不在这一年",
        "In the calendar, {value} in {where} is not in that year",
    ),
    "twice": ("日历的「{where}」里，{value}写了两次", "In the calendar, {value} stands twice in {where}"),
    "no_name": ("日历文件没有写名称（name）", "The calendar file has no name"),
    "no_source": ("日历的「{where}」没有写来源（source）", "In the calendar, {where} has no source"),
    "unknown_calendar": (
        "找不到名为「{where}」的日历；现有：{value}",
        "There is no calendar named {where}; there are: {value}",
    ),
}


def added_days(name: str, off: Iterable[int] = (), work: Iterable[int] = (), reason: str = "") -> Layer:
    """The layer of days that a policy or a case adds: off days and working days by ordinal; it covers every year."""
    entries = {day: (False, reason) for day in off} | {day: (True, reason) for day in work}
    return Layer(name=name, entries=entries, everywhere=True)


def layer_row(layer: Layer) -> dict[str, Any]:
    """A layer as JSON-able data, in the form of the calendar files; `read_layer` reads it back to an equal layer."""
    row: dict[str, Any] = {"name": layer.name}
    if layer.name_en is not None:
        row["name_en"] = layer.name_en
    if layer.everywhere:
        row["everywhere"] = True
    for key in ("may_add_off", "may_add_work", "may_add_run"):
        if getattr(layer, key):
            row[key] = getattr(layer, key)
    if layer.names_en:
        row["names"] = dict(layer.names_en)
    years: dict[str, Any] = {}
    for year, source in sorted(layer.years.items()):
        years[f"{year:04}"] = {"source": source.source} | ({} if source.note is None else {"note": source.note})
    for first, last, working, name in _runs(layer.entries):
        kind = "work" if working else "off"
        text = iso(first) if first == last else f"{iso(first)}至{iso(last)}"
        kinds: dict[str, dict[str, list[str]]] = years.setdefault(iso(first)[:4], {})
        kinds.setdefault(kind, {}).setdefault(name, []).append(text)
    if years:
        row["years"] = dict(sorted(years.items()))
    if layer.unpublished:
        row["unpublished"] = {f"{year:04}": note for year, note in sorted(layer.unpublished.items())}
    return row


def read_layer(row: object) -> Layer | tuple[CalendarProblem, ...]:
    """A layer from the data of a calendar file or an artifact; every problem found if it can't be one."""
    reader = _Reader()
    layer = reader.layer(row)
    return layer if layer is not None and not reader.problems else tuple(reader.problems)


def _runs(entries: Mapping[int, tuple[bool, str]]) -> list[tuple[int, int, bool, str]]:
    """Days that follow each other in one year and say the same, as (first, last, working, name)."""
    runs: list[tuple[int, int, bool, str]] = []
    for day, (working, name) in sorted(entries.items()):
        if runs:
            first, last, *same = runs[-1]
            if last + 1 == day and same == [working, name] and iso(first)[:4] == iso(day)[:4]:
                runs[-1] = (first, day, working, name)
                continue
        runs.append((day, day, working, name))
    return runs


def _plain_day(text: str) -> int | None:
    """The day that YYYY-MM-DD names, without the other ways to write it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.toordinal() if text[4] == text[7] == "-" else None


class _Reader:
    """Reads one layer and collects its problems."""

    KEYS = frozenset(
        ("name", "name_en", "everywhere", "may_add_off", "may_add_work", "may_add_run", "names", "years", "unpublished")
    )

    def __init__(self) -> None:
        self.problems: list[CalendarProblem] = []
        self.entries: dict[int, tuple[bool, str]] = {}

    def layer(self, row: object) -> Layer | None:
        if not isinstance(row, dict):
            self.report("not_a_table", "calendar")
            return None
        self.keys(row, self.KEYS, "calendar")
        name, name_en = row.get("name"), row.get("name_en")
        if not isinstance(name, str) or not name.strip():
            self.report("no_name", "name")
            return None
        if name_en is not None and not isinstance(name_en, str):
            self.report("wrong_type", "name_en", name_en)
        everywhere = row.get("everywhere", False)
        if not isinstance(everywhere, bool):
            self.report("wrong_type", "everywhere", everywhere)
        years = self.years(row.get("years", {}), everywhere is True)
        unpublished = {self.year(key, "unpublished"): note for key, note in self.texts(row, "unpublished").items()}
        return Layer(
            name=name,
            entries=self.entries,
            years=years,
            unpublished={year: note for year, note in unpublished.items() if year is not None},
            name_en=name_en if isinstance(name_en, str) else None,
            names_en=self.texts(row, "names"),
            may_add_off=self.number(row, "may_add_off") or 0,
            may_add_work=self.number(row, "may_add_work") or 0,
            may_add_run=self.number(row, "may_add_run"),
            everywhere=everywhere is True,
        )

    def years(self, rows: object, everywhere: bool) -> dict[int, YearSource]:
        if not isinstance(rows, dict):
            self.report("not_a_table", "years")
            return {}
        covered: dict[int, YearSource] = {}
        for key, row in rows.items():
            where = f"years.{key}"
            year = self.year(key, where)
            if year is None:
                continue
            if not isinstance(row, dict):
                self.report("not_a_table", where)
                continue
            self.keys(row, frozenset(("source", "note", "off", "work")), where)
            source, note = row.get("source"), row.get("note")
            if note is not None and not isinstance(note, str):
                self.report("wrong_type", f"{where}.note", note)
            if isinstance(source, str) and source.strip():
                covered[year] = YearSource(source, note if isinstance(note, str) else None)
            elif not everywhere or source is not None:
                self.report("no_source", where)
            for kind in ("off", "work"):
                self.days(row.get(kind, {}), kind == "work", year, f"{where}.{kind}")
        return covered

    def days(self, rows: object, working: bool, year: int, where: str) -> None:
        if not isinstance(rows, dict):
            self.report("not_a_table", where)
            return
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        for name, texts in rows.items():
            if not isinstance(texts, list):
                self.report("wrong_type", f"{where}.{name}", texts)
                continue
            for text in texts:
                for day in self.run(text, f"{where}.{name}"):
                    if not first <= day <= last:
                        self.report("wrong_year", f"{where}.{name}", iso(day))
                    elif day in self.entries:
                        self.report("twice", where, iso(day))
                    else:
                        self.entries[day] = (working, str(name))

    def run(self, text: object, where: str) -> range:
        if isinstance(text, str) and len(text) == 10 and (day := _plain_day(text)) is not None:
            return range(day, day + 1)
        if isinstance(text, str) and len(text) == 21 and text[10] == "至":
            parts = [_plain_day(text[:10]) or parse_date(text[:10]), _plain_day(text[11:]) or parse_date(text[11:])]
        else:
            parts = [parse_date(part) for part in _BETWEEN.split(text)] if isinstance(text, str) else []
        ends = [day for day in parts if day is not None]
        if not 1 <= len(parts) <= 2 or len(ends) != len(parts) or not 0 <= ends[-1] - ends[0] < _LONGEST_RUN:
            self.report("wrong_date", where, text)
            return range(0)
        return range(ends[0], ends[-1] + 1)

    def year(self, key: object, where: str) -> int | None:
        if isinstance(key, str) and len(key) == 4 and key.isascii() and key.isdigit() and key != "0000":
            return int(key)
        self.report("wrong_type", where, key)
        return None

    def texts(self, row: dict[str, Any], key: str) -> dict[str, str]:
        value = row.get(key, {})
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return {str(name): text for name, text in value.items()}
        self.report("wrong_type", key, value)
        return {}

    def number(self, row: dict[str, Any], key: str) -> int | None:
        value = row.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 366):
            return value
        self.report("wrong_type", key, value)
        return None

    def keys(self, row: dict[str, Any], known: frozenset[str], where: str) -> None:
        for key in row:
            if key not in known:
                self.report("unknown_key", where, key)

    def report(self, code: str, where: str, value: object = "") -> None:
        self.problems.append(CalendarProblem(code, where, str(value)))
