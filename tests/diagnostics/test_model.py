"""Places, the bag, and the name that was meant."""

import pickle

import pytest

from ecolang.diagnostics import Diagnostic, Diagnostics, Span, make_diagnostic, nearest


def test_lines_and_columns_count_from_one_in_characters() -> None:
    assert Span("x", 4, 5).line_col("甲乙\n丙丁") == (2, 2)
    assert Span("x", 0, 0).line_col("") == (1, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    text = f"甲{end}乙"
    assert Span("x", text.index("乙"), 0).line_col(text) == (2, 1)


def test_a_place_past_the_end_is_the_end() -> None:
    assert Span("x", 99, 100).line_col("甲\n乙") == (2, 2)


def test_two_spans_join() -> None:
    assert Span("x", 3, 5).to(Span("x", 9, 12)) == Span("x", 3, 12)


def test_the_bag_goes_by_file_offset_and_code_whatever_the_order_of_arrival() -> None:
    found = [
        make_diagnostic("E203", Span("b", 0, 1), kind="角色", name="丙"),
        make_diagnostic("E202", Span("a", 9, 10), name="乙"),
        make_diagnostic("E201", Span("a", 9, 10), name="乙"),
        make_diagnostic("E201", Span("a", 2, 3), name="甲"),
    ]
    expected = [found[3], found[2], found[1], found[0]]
    assert list(Diagnostics(found)) == list(Diagnostics(reversed(found))) == expected


def test_only_exact_duplicates_are_dropped() -> None:
    one = make_diagnostic("E201", Span("a", 2, 3), name="甲")
    same = make_diagnostic("E201", Span("a", 2, 3), name="甲")
    other = make_diagnostic("E201", Span("a", 2, 3), name="乙")
    assert len(Diagnostics([one, other, same])) == 2


def test_the_bag_knows_errors_from_warnings() -> None:
    bag = Diagnostics([make_diagnostic("E203", None, kind="角色", name="甲")])
    assert not bag.has_errors
    bag.add(make_diagnostic("E201", None, name="甲"))
    assert bag.has_errors


def test_a_diagnostic_survives_pickling_and_is_hashable() -> None:
    one = make_diagnostic("E201", Span("a", 2, 3), name="甲")
    assert pickle.loads(pickle.dumps(one)) == one
    assert len({one, Diagnostic("E201", "error", Span("a", 2, 3), {"name": "甲"})}) == 1


@pytest.mark.parametrize(
    ("word", "candidates", "meant"),
    [
        ("待答", ["待开会", "待答复", "已签协议"], "待答复"),
        ("送达通知书", ["送达告知书", "答复"], "送达告知书"),
        ("告知送达书", ["送达告知书"], None),
        ("awaiting_replay", ["awaiting_meeting", "awaiting_reply"], "awaiting_reply"),
        ("Reply", ["reply"], "reply"),
        ("复答", ["答复"], "答复"),
        ("起诉", ["答复", "履行"], None),
        ("甲", ["乙"], None),
        ("", ["乙"], None),
        ("甲" * 10_000, ["甲" * 10_001], None),
    ],
)
def test_the_nearest_name_is_proposed_or_none(word: str, candidates: list[str], meant: str | None) -> None:
    assert nearest(word, candidates) == meant
