"""Numbers as legal texts write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecolang.numerals import parse_number, parse_whole, to_chinese


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", "1"),
        ("两", "2"),
        ("十", "10"),
        ("十五", "15"),
        ("一十五", "15"),
        ("二十一", "21"),
        ("一百零三", "103"),
        ("一百一十", "110"),
        ("一千二百三十五", "1235"),
        ("一千零五", "1005"),
        ("两百", "200"),
        ("零", "0"),
        ("二〇二六", "2026"),
        ("伍拾", "50"),
        ("50万", "500000"),
        ("五十万", "500000"),
        ("1.5亿", "150000000"),
        ("一点五亿", "150000000"),
        ("一亿零五十万", "100500000"),
        ("一万亿", "1000000000000"),
        ("3千", "3000"),
        ("１５", "15"),
        ("１．５", "1.5"),
        ("1,000", "1000"),
        ("300.50", "300.50"),
        (" 5 ", "5"),
        ("-5", "-5"),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str) -> None:
    assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "很多",
        "三十百",
        "1.2.3",
        "1,00",
        "1e5",
        "٣",
        "一百三",
        "一万五",
        "三五",
        "百",
        "亿",
        "第",
        "1.5亿2000万",
        "九" * 61,
    ],
)
def test_what_is_irregular_or_depends_on_the_hearer_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_thirty_digits_are_kept_to_the_last() -> None:
    assert parse_number("123456789012345678901234567890.5万") == Decimal("1234567890123456789012345678905000")


def test_a_fraction_is_no_whole_number() -> None:
    assert parse_whole("1.5") is None
    assert parse_whole("1.5万") == 15000


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (15, "十五"),
        (21, "二十一"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (1235, "一千二百三十五"),
        (10000, "一万"),
        (100050, "十万零五十"),
        (105000, "十万五千"),
        (100000000, "一亿"),
        (-3, "负三"),
    ],
)
def test_a_number_is_written_as_articles_are_numbered(number: int, words: str) -> None:
    assert to_chinese(number) == words


@given(st.integers(min_value=-(10**20), max_value=10**20))
def test_what_is_written_reads_back(number: int) -> None:
    assert parse_number(to_chinese(number)) == number
