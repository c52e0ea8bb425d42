"""Days as proleptic ordinals, instants as minutes (ordinal * 1440 + minute), and how people write both.

>>> parse_date("2026年3月2日") == parse_date("２０２６/3/2") == parse_date("2026-03-02")
True
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo

from ecolang.patterns import later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Lang: TypeAlias = 'Literal["zh", "en"]'

#: Minutes in a day.
DAY = 1440
FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()

_ASCII = str.maketrans("０１２３４５６７８９：－／．＋　", "0123456789:-/.+ ")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_SLASH = r"(\d{4})/(\d{1,2})/(\d{1,2})"
_DOT = r"(\d{4})\.(\d{1,2})\.(\d{1,2})"
_WORDS = r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日"
_DATE = later(rf"(?:{_ISO}|{_SLASH}|{_DOT}|{_WORDS})", re.ASCII)
_CLOCK = later(
    r"(?:[T ]? ?)(?:(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?|(\d{1,2}) ?[时点](?: ?(\d{1,2}) ?分)?)"
    r"(?: ?(Z|[+-]\d{2}:?\d{2}))?",
    re.ASCII,
)
_MONTH = later(r"(\d{4})(?:[-/.](\d{1,2})| ?年 ?(\d{1,2}) ?月)", re.ASCII)

_WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Where the machine has no time-zone data (Windows without tzdata), these hold for every date since 1992.
_FIXED_ZONES = {"Asia/Shanghai": 8, "Asia/Urumqi": 6, "UTC": 0}


def days_in_month(year: int, month: int) -> int:
    """How many days a month (1 to 12) has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def parse_date(text: str) -> int | None:
    """The ordinal of a date as 2026-03-02, 2026/3/2, 2026.3.2 or 2026年3月2日; None if it is none, or impossible."""
    if _is_plain(text):
        return _day(int(text[:4]), int(text[5:7]), int(text[8:]))
    text = text.strip()
    if text[:1] not in _DIGITS:
        return None
    match = _DATE.fullmatch(text.translate(_ASCII))
    return _ordinal(match) if match else None


def parse_moment(text: str, zone: str = "Asia/Shanghai") -> tuple[int, int | None] | None:
    """The day and, if given, the minute of the day (0 to 1439) of a date with an optional clock time.

    A time with an offset from UTC is converted to `zone`. Seconds are dropped. None if the text is no moment, or
    if it has an offset and the zone is unknown.
    """
    if _is_plain(text):
        day = parse_date(text)
        return None if day is None else (day, None)
    text = text.strip().translate(_ASCII)
    match = _DATE.match(text)
    day = _ordinal(match) if match else None
    if match is None or day is None:
        return None
    rest = text[match.end() :]
    if not rest:
        return day, None
    clock = _CLOCK.fullmatch(rest)
    if clock is None:
        return None
    hour = int(clock[1] or clock[3])
    minute = int(clock[2] or clock[4] or 0)
    if hour > 23 or minute > 59:
        return None
    if clock[5] is None:
        return day, hour * 60 + minute
    return _in_zone(day, hour * 60 + minute, clock[5], zone)


def parse_month(text: str) -> tuple[int, int] | None:
    """First and last day of a month as 2026-03, 2026/3 or 2026年3月; None if it is none."""
    match = _MONTH.fullmatch(text.strip().translate(_ASCII))
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or match[3])
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    first = date(year, month, 1).toordinal()
    return first, first + days_in_month(year, month) - 1


def iso(day: int) -> str:
    """The date of an ordinal as 2026-03-02."""
    return date.fromordinal(day).isoformat()


def iso_instant(instant: int) -> str:
    """The moment of an instant in minutes as 2026-03-02T10:30."""
    day, minute = divmod(instant, DAY)
    return f"{iso(day)}T{minute // 60:02}:{minute % 60:02}"


def year_of(day: int) -> int:
    """The calendar year of an ordinal."""
    return date.fromordinal(day).year


def first_of(year: int) -> int:
    """The ordinal of 1 January; the year 10000 gives the day after the last."""
    return LAST_DAY + 1 if year > 9999 else date(year, 1, 1).toordinal()


def weekday_name(day: int, lang: Lang) -> str:
    """The weekday of an ordinal, such as 星期一 or Monday."""
    return _WEEKDAYS[lang][(day - 1) % 7]


def format_date(day: int, lang: Lang, *, weekday: bool = False) -> str:
    """A date for people: 2026年3月2日 or 2 March 2026, with the weekday behind it if wanted."""
    value = date.fromordinal(day)
    if lang == "zh":
        text = f"{value.year}年{value.month}月{value.day}日"
        return f"{text}（{weekday_name(day, lang)}）" if weekday else text
    text = f"{value.day} {_MONTHS_EN[value.month - 1]} {value.year}"
    return f"{weekday_name(day, lang)} {text}" if weekday else text


def format_instant(instant: int, lang: Lang) -> str:
    """A moment for people: 2026年3月2日10时30分 or 10:30 on 2 March 2026."""
    day, minute = divmod(instant, DAY)
    if lang == "zh":
        return f"{format_date(day, lang)}{minute // 60}时{minute % 60:02}分"
    return f"{minute // 60:02}:{minute % 60:02} on {format_date(day, lang)}"


def format_run(first: int, last: int, lang: Lang) -> str:
    """A run of days for people, years left out: 2月15日至23日, 15–23 February."""
    a, b = date.fromordinal(first), date.fromordinal(last)
    if lang == "zh":
        start = f"{a.month}月{a.day}日"
        if first == last:
            return start
        return f"{start}至{b.day}日" if (a.year, a.month) == (b.year, b.month) else f"{start}至{b.month}月{b.day}日"
    start, end = f"{a.day} {_MONTHS_EN[a.month - 1]}", f"{b.day} {_MONTHS_EN[b.month - 1]}"
    if first == last:
        return start
    return f"{a.day}–{end}" if (a.year, a.month) == (b.year, b.month) else f"{start} – {end}"


def _ordinal(match: re.Match[str]) -> int | None:
    year, month, day = (int(part) for part in match.groups() if part is not None)
    return _day(year, month, day)


def _is_plain(text: str) -> bool:
    """Whether it is a date as 2026-03-02, as most are; told without a pattern that would first have to be compiled."""
    if len(text) != 10 or not (text[4] == text[7] == "-" and text.isascii()):
        return False
    return text[:4].isdigit() and text[5:7].isdigit() and text[8:].isdigit()


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _in_zone(day: int, minute: int, offset: str, zone: str) -> tuple[int, int] | None:
    target = _zone(zone)
    if target is None:
        return None
    if offset == "Z":
        shift = 0
    else:
        hours, minutes = int(offset[1:3]), int(offset[-2:])
        if hours > 23 or minutes > 59:
            return None
        shift = (hours * 60 + minutes) * (-1 if offset[0] == "-" else 1)
    try:
        moment = datetime.combine(date.fromordinal(day), datetime.min.time(), timezone(timedelta(minutes=shift)))
        local = (moment + timedelta(minutes=minute)).astimezone(target)
    except OverflowError:
        return None
    return local.toordinal(), local.hour * 60 + local.minute


def in_zone(day: int, minute: int, zone: str, other: str) -> tuple[int, int] | None:
    """The day and minute of a zone's moment on another's clock; None if one is unknown, or out of range."""
    here, there = _zone(zone), _zone(other)
    if here is None or there is None:
        return None
    try:
        clock = datetime.combine(date.fromordinal(day), datetime.min.time()) + timedelta(minutes=minute)
        local = clock.replace(tzinfo=here).astimezone(there)
    except OverflowError:
        return None
    return local.toordinal(), local.hour * 60 + local.minute


def _zone(name: str) -> tzinfo | None:
    import zoneinfo  # only a time with an offset needs it

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hours = _FIXED_ZONES.get(name)
        return None if hours is None else timezone(timedelta(hours=hours))
