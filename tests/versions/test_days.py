"""The days of versions: sunset, terms, what is silent since when."""

from __future__ import annotations

from pathlib import Path

import pytest

import ecolang
from ecolang.program import Settings
from ecolang.time import iso
from ecolang.versions import last_day
from tests.versions.rules import OLD, event, folder, judged, refused, text


@pytest.mark.parametrize(
    ("first", "term", "last"),
    [
        # Five years from 1 March 2026: the first day counted, they are full on 28 February 2031.
        ("2026-03-01", (5, "year", "same"), "2031-02-28"),
        ("2026-03-01", (5, "year", "next"), "2031-03-01"),
        # 29 February has no corresponding day in 2029: the month's last day.
        ("2024-02-29", (5, "year", "next"), "2029-02-28"),
        # 18 months from 1 July 2026: 1 January 2028, or the day before.
        ("2026-07-01", (18, "month", "same"), "2027-12-31"),
        # 30 days from 1 March, the first one counted: 30 March.
        ("2026-03-01", (30, "day", "same"), "2026-03-30"),
        ("2026-03-01", (30, "day", "next"), "2026-03-31"),
    ],
)
def test_the_end_of_a_term(first: str, term: tuple[int, str, str], last: str) -> None:
    found = last_day(Settings(in_force=first, valid_for=term))
    assert found is not None and iso(found) == last


def test_a_version_out_of_force_ends_the_day_before() -> None:
    found = last_day(Settings(in_force="2026-03-01", ceases="2029-01-01"))
    assert found is not None and iso(found) == "2028-12-31"


def sunset(path: Path) -> ecolang.Policy:
    """The old version until the end of 2025, alone."""
    return ecolang.load(folder(path, v2023=text(OLD, "  有效期：至2025年12月31日。\n")))


def test_after_the_last_day_a_verdict_says_which_law_is_silent(tmp_path: Path) -> None:
    policy = sunset(tmp_path)
    found = judged(policy, "2026-01-05", event("申请", "2025-12-30"))
    [used] = found.versions
    assert (used.title, used.last, used.silent_since) == ("许可办法", "2025-12-31", "2026-01-01")
    assert "《许可办法》自2026年1月1日起失效" in policy.text(found)


def test_on_the_last_day_nothing_is_silent(tmp_path: Path) -> None:
    assert judged(sunset(tmp_path), "2025-12-31", event("申请", "2025-12-30")).versions == ()


def test_a_case_that_begins_on_the_last_day_is_covered_and_one_after_it_is_not(tmp_path: Path) -> None:
    policy = sunset(tmp_path)
    assert refused(policy, "2026-01-05", event("申请", "2025-12-31")) == ()
    assert refused(policy, "2026-01-05", event("申请", "2026-01-01")) == ("D132",)


def test_a_law_that_another_has_followed_is_not_silent(tmp_path: Path) -> None:
    new = text(OLD).replace("2023年1月1日", "2026年1月1日")
    old = text(OLD, "  有效期：至2025年12月31日。\n")
    policy = ecolang.load(folder(tmp_path, v2023=old, v2026=new))
    found = judged(policy, "2026-01-05", event("申请", "2025-12-30"))
    assert [(used.name, used.silent_since) for used in found.versions] == [("2023", None)]


def test_a_term_counts_from_the_day_of_issue_that_is_filled_in(tmp_path: Path) -> None:
    words = text(OLD, "  有效期：2年，自当日起算。\n").replace("施行：2023年1月1日", "施行：印发之日")
    # Two years from 1 March 2024 end on 28 February 2026.
    policy = ecolang.load(folder(tmp_path, v2023=words), issued="2024-03-01")
    found = judged(policy, "2026-03-02", event("申请", "2026-02-27"))
    assert found.versions[0].silent_since == "2026-03-01"
