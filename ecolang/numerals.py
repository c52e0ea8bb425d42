"""Chinese numerals and digits of either width, read exactly and written as legal texts write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal

from ecolang.patterns import later

_LONGEST = 60
_EXACT = Context(prec=200)
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_VARIANTS = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸", "零一二三四五六七八九十百千万亿二三六")
_SECTION = later(
    r"(?:(?P<d1000>[一二两三四五六七八九])千)?(?P<z100>零)?(?:(?P<d100>[一二两三四五六七八九])百)?"
    r"(?P<z10>零)?(?:(?P<d10>[一二三四五六七八九])?(?P<ten>十))?(?P<z1>零)?(?P<d1>[一二两三四五六七八九])?"
)
_ARABIC = later(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_BIG = (("亿", 8), ("万", 4))
_SMALL = (("千", 3), ("百", 2), ("十", 1))


def parse_number(text: str) -> Decimal | None:
    """The number that a text writes, exactly, or None when it writes none or writes one irregularly.

    Read are digits (full or half width, with a decimal point or commas between thousands), Chinese numerals (also 两,
    〇 and the forms of cheques), numbers with 万 and 亿 such as 1.5亿, years such as 二〇二六, and 一点五. Short forms
    of speech such as 三千五 or 三五 are not numbers: what they mean depends on who hears them.
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).strip().translate(_VARIANTS)
    negative = plain[:1] in ("-", "−", "负")
    value = _big(plain[1:] if negative else plain)
    if value is None:
        return None
    return -value if negative and value else value


def parse_whole(text: str) -> int | None:
    """The whole number that a text writes, or None."""
    value = parse_number(text)
    return int(value) if value is not None and value == int(value) else None


def _big(text: str) -> Decimal | None:
    """A number with its 亿 and 万; each splits off what it multiplies."""
    for unit, power in _BIG:
        left, found, right = text.rpartition(unit)
        if not found:
            continue
        factor = _big(left)
        if factor is None or (right and factor != int(factor)):
            return None
        rest = _big(right.removeprefix("零")) if right else Decimal(0)
        # 一万五 may be 15,000 or 10,005, so a lone last digit needs its 零.
        if rest is None or rest >= 10**power or (right in _DIGITS and right != "零") or right == "两":
            return None
        return _EXACT.add(_scaled(factor, power), rest)
    return _below_wan(text)


def _below_wan(text: str) -> Decimal | None:
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if "点" in text:
        whole, _, fraction = text.partition("点")
        before = _section(whole)
        if before is None or not fraction or any(char not in _DIGITS for char in fraction):
            return None
        return Decimal(f"{before}.{''.join(str(_DIGITS[char]) for char in fraction)}")
    value = _section(text)
    if value is None:
        value = _years(text)
    if value is None and len(text) > 1 and text[-1] in "千百" and _ARABIC.fullmatch(text[:-1]):
        return _scaled(Decimal(text[:-1].replace(",", "")), dict(_SMALL)[text[-1]])
    return None if value is None else Decimal(value)


def _scaled(factor: Decimal, power: int) -> Decimal:
    """The factor times ten to the power, without a point where it is whole."""
    value = _EXACT.multiply(factor, Decimal(10**power))
    return Decimal(int(value)) if value == int(value) else value


def _section(text: str) -> int | None:
    """A Chinese numeral below ten thousand."""
    if text == "零":
        return 0
    match = _SECTION.fullmatch(text)
    if not text or not match or text.endswith("零"):
        return None
    part = match.groupdict()
    value = 0
    for group, factor in (("d1000", 1000), ("d100", 100), ("d10", 10), ("d1", 1)):
        digit = part[group]
        if digit:
            value += _digit(digit) * factor
    if part["ten"] and not part["d10"]:
        value += 10
    above_ten = bool(part["d1000"] or part["d100"])
    zero_before_last = bool(part["z100"] or part["z10"] or part["z1"])
    if part["d1"] and above_ten and not part["ten"] and not zero_before_last:
        return None
    return value if value else None


def _years(text: str) -> int | None:
    """Digits in a row, as years are written."""
    if len(text) < 2 or any(char not in _DIGITS for char in text) or (len(text) < 4 and "零" not in text[1:]):
        return None
    return int("".join(str(_DIGITS[char]) for char in text))


def _digit(char: str) -> int:
    return 2 if char == "两" else _DIGITS[char]


def to_chinese(n: int) -> str:
    """A whole number in Chinese numerals as articles are numbered: 15 is 十五, 103 一百零三, 110 一百一十."""
    if n < 0:
        return "负" + to_chinese(-n)
    return "十" + ("零一二三四五六七八九"[n - 10] if n > 10 else "") if 10 <= n < 20 else _written(n)


def _written(n: int) -> str:
    if n < 10:
        return "零一二三四五六七八九"[n]
    for unit, power in (*_BIG, *_SMALL):
        base = 10**power
        if n >= base:
            head, rest = divmod(n, base)
            words = (to_chinese(head) if power >= 4 else _written(head)) + unit
            if rest:
                words += ("零" if rest < base // 10 else "") + _written(rest)
            return words
    raise AssertionError(n)
