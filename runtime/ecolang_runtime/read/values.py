"""The value of a field or fact from what a file or a caller gives, or why it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ecolang.diagnostics import Local, nearest
from ecolang.numerals import parse_number
from ecolang.patterns import later
from ecolang.program import Field
from ecolang.rows import dataclass
from ecolang.time.days import iso, parse_date, parse_moment
from ecolang_runtime.read.names import Names, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TRUE = frozenset(("是", "有", "true", "yes", "y", "√"))
_FALSE = frozenset(("否", "无", "false", "no", "n", "×"))
_MONEY_UNIT = later(r"(?:人民币)?(.+?)\s*(?:元|圆|rmb|cny)?$", re.IGNORECASE | re.DOTALL)
_DURATION = later(
    r"(.+?)\s*(?:个\s*)?(工作日|小时|日|天|月|年|working days?|workdays?|hours?|days?|months?|years?)$",
    re.IGNORECASE | re.DOTALL,
)
_UNITS = {
    "工作日": "workday", "小时": "hour", "日": "day", "天": "day", "月": "month", "年": "year",
    "working day": "workday", "workday": "workday", "hour": "hour", "day": "day", "month": "month", "year": "year",
}  # fmt: skip
_WANTED: Mapping[str, tuple[Local, str | None]] = {
    "bool": (Local("「是」或者「否」", "yes or no"), None),
    "choice": (Local("选项之一", "one of the options"), None),
    "int": (Local("整数", "a whole number"), "3"),
    "money": (Local("金额", "an amount of money"), "12000.50"),
    "date": (Local("日期", "a date"), "2026-03-02"),
    "duration": (Local("时长", "a length of time"), "30日"),
    "text": (Local("文字", "text"), None),
    "clause": (Local("条款", "a clause"), None),
    "party": (Local("当事人的名称", "the name of a party"), None),
    "document": (Local("文字", "text"), None),
}
# Python refuses to turn longer digits into an int, and no count or amount of a procedure is that long.
_MOST_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value is none of its field's: the code of a diagnostic, and what it says beside the place."""

    code: str
    args: Mapping[str, object]


def read_value(field: Field, raw: Any, names: Names) -> Any:
    """The value as `CaseData` holds it; None when nothing was given; a `Misfit` when it does not fit."""
    if field.type == "clause" and raw is not None and not (isinstance(raw, str) and not raw.strip()):
        return _clause(field, raw, names)
    return read_typed(field, raw)


def read_typed(field: Field, raw: Any) -> Any:
    """The same for a field of any type but a clause, for which the policy's names are needed."""
    if raw is None or (isinstance(raw, str) and not raw.strip() and field.type != "text"):
        return None
    if field.type == "choice":
        return _choice(field, raw)
    if field.type == "date":
        return _date(field, raw)
    value = _READERS[field.type](field, raw)
    return _wrong_type(field, raw) if value is None else value


def label_of(row: Any) -> Local:
    """A declared name as each language says it."""
    return Local(row.id, row.label or row.id)


def plain(raw: Any) -> str:
    """A value of an input file as a message quotes it."""
    if raw is True or raw is False:
        return "true" if raw else "false"
    return raw if isinstance(raw, str) else str(raw)


def _wrong_type(field: Field, raw: Any) -> Misfit:
    wanted, example = _WANTED[field.type]
    return Misfit("D110", {"field": label_of(field), "wanted": wanted, "value": plain(raw), "example": example})


def _bool(field: Field, raw: Any) -> bool | None:
    if isinstance(raw, bool):
        return raw
    if not isinstance(raw, str):
        return None
    word = fold(raw)
    if word in _TRUE or word == fold(field.id):
        return True
    # A ledger says 不同意 in the column 同意.
    return False if word in _FALSE or word == "不" + fold(field.id) else None


def _int(_: Field, raw: Any) -> int | None:
    number = _number(raw)
    return int(number) if number is not None and number == number.to_integral_value() else None


def _money(_: Field, raw: Any) -> int | Decimal | None:
    if isinstance(raw, str):
        match = _MONEY_UNIT.match(raw.strip())
        raw = match[1] if match else raw
    number = _number(raw)
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else number


def _number(raw: Any) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        return parse_number(raw)
    if not isinstance(raw, (int, float, Decimal)):
        return None
    try:
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and number.adjusted() < _MOST_DIGITS else None


def _duration(_: Field, raw: Any) -> tuple[int, str] | None:
    if isinstance(raw, (list, tuple)) and len(raw) == 2 and isinstance(raw[1], str):
        amount, unit = _int(_, raw[0]), _UNITS.get(raw[1])
        return (amount, unit) if amount is not None and unit else None
    if isinstance(raw, str):
        match = _DURATION.match(raw.strip())
        if match is None:
            return None
        amount = _int(_, match[1])
        unit = match[2].casefold()
        return None if amount is None else (amount, _UNITS.get(unit) or _UNITS[unit.removesuffix("s")])
    return None


def _text(_: Field, raw: Any) -> str | None:
    return raw if isinstance(raw, str) else None


def _choice(field: Field, raw: Any) -> str | Misfit:
    if isinstance(raw, str):
        word = fold(raw)
        for value in field.values:
            if fold(value) == word:
                return value
        for value, label in field.value_labels:
            if fold(label) == word:
                return value
    labels = dict(field.value_labels)
    options = [Local(value, labels.get(value) or value) for value in field.values]
    return Misfit("D114", {"field": label_of(field), "value": plain(raw), "values": options})


def _date(field: Field, raw: Any) -> str | Misfit:
    if isinstance(raw, (date, datetime)):
        return raw.isoformat()[:10]
    if not isinstance(raw, str):
        return _wrong_type(field, raw)
    day = parse_date(raw)
    if day is None and (moment := parse_moment(raw)) is not None:
        day = moment[0]
    return Misfit("D105", {"field": label_of(field), "value": raw}) if day is None else iso(day)


def _clause(field: Field, raw: Any, names: Names) -> str | Misfit:
    if isinstance(raw, str) and (clause := names.clause(raw)) is not None:
        return clause
    return Misfit("D121", {"field": label_of(field), "value": plain(raw), "nearest": near_clause(names, raw)})


def near_clause(names: Names, raw: Any) -> str | None:
    """A clause to propose where one could not be read."""
    return nearest(plain(raw), names.clauses.values())


_READERS: Mapping[str, Callable[[Field, Any], Any]] = {
    "bool": _bool,
    "int": _int,
    "money": _money,
    "duration": _duration,
    "text": _text,
    "party": _text,
    "document": _text,
}
