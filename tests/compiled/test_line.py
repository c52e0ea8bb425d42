"""A verdict's line of JSON, joined from pieces, is the line that is written row by row; rows made late are the same."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import ecolang
from ecolang.program import Program
from ecolang.rows import replace
from ecolang.time import format_date, iso
from ecolang_runtime.brief import brief_of
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled.judging import Engine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.reference.engine import evaluate
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.verdict import Finding, Verdict
from ecolang_runtime.wording.brief import BriefPieces
from ecolang_runtime.wording.fragments import DAYS, NUMBERS, fragment
from ecolang_runtime.wording.json import RowWriter, verdict_json
from ecolang_runtime.wording.lines import json_bytes, json_line
from ecolang_runtime.wording.quick import pieces_of, verdict_line
from ecolang_runtime.wording.words import words_of
from tests.compiled import programs
from tests.compiled.engines import POLICIES, SHIPPED, days, shipped

DAY, NUMBER = iso(DAYS[0][0]), NUMBERS[0][0]
LANGS: tuple[ecolang.Lang, ...] = ("zh", "en")


def written(program: Program, verdict: Verdict, lang: ecolang.Lang) -> bytes:
    """The line as it is written row by row."""
    return json_line(verdict_json(program, verdict, lang)).encode("utf-8", "backslashreplace")


class Checked:
    """One set of rules, for which lines are compared with what is written of the reference's verdict."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.engine = Engine(rules, Numbers(), Stats())
        self.pieces = BriefPieces()

    def check(self, case: CaseData, day: int) -> None:
        """Compares the whole verdict in both languages, and it in brief."""
        slow = evaluate(self.rules, self.rules.calendar, case, day)
        for lang in LANGS:
            fast = self.engine.evaluate(case, day)
            assert verdict_line(self.rules.program, fast, lang) == written(self.rules.program, slow, lang), (case, day)
        assert self.pieces.line(self.engine.brief(case, day)) == json_bytes(brief_of(slow).to_json()) + b"\n", (
            case,
            day,
        )


@pytest.mark.parametrize("folder", SHIPPED)
def test_shipped_policies(folder: str) -> None:
    for policy in shipped(folder):
        checked = Checked(policy.first.rules)
        for number, case in enumerate(policy.cases(17, range(5))):
            checked.check(case, days(case, Random(number), 1)[-1])
        checked.check(case, case.occurrences[0].day - 400)
        assert checked.engine.stats.reference == 0


@settings(max_examples=25)
@given(st.integers(0, 1_000_000))
def test_policies_by_chance(seed: int) -> None:
    checked = Checked(Rules(programs.Maker(seed).program(), programs.CALENDAR))
    for number in range(3):
        case, day = programs.case_of(seed * 100 + number), programs.START + Random(number).randint(-2, 60)
        # A policy that never comes to rest is refused.
        with suppress(RecursionError):
            checked.check(case, day)


@pytest.mark.parametrize("folder", ["administrative-reconsideration", "gdpr"])
def test_tracks_are_told_in_the_words_of_their_version(folder: str) -> None:
    policy = ecolang.load(POLICIES / folder)
    compared = 0
    for number, case in enumerate(shipped(folder)[-1].cases(3, range(24))):
        try:
            verdict = policy.judge(case, case.occurrences[-1].day + number, try_readings=False)
        except ecolang.EcoError:
            # A case of the time of the older version, with acts that only the newer one knows.
            continue
        compared += 1
        for lang in LANGS:
            wanted = json_line(policy.to_json(verdict, lang)).encode("utf-8", "backslashreplace")
            assert policy.json_line(verdict, lang) == wanted
    assert compared > 5


def late() -> tuple[Program, Verdict, Verdict]:
    """A verdict whose rows are still to be made, and the reference's."""
    policy = shipped("xpcc-consultation")[0]
    case = next(iter(policy.cases(23, range(1))))
    slow, fast = policy.first.both(case, case.occurrences[-1].day)
    return policy.first.rules.program, slow, fast


def test_a_changed_verdict_is_still_made_late() -> None:
    _, slow, fast = late()
    changed = replace(fast, order_matters=("2026-01-01",))
    assert changed.late
    assert changed == replace(slow, order_matters=("2026-01-01",))


def test_a_verdict_made_late_can_be_sent_to_another_process() -> None:
    _, slow, fast = late()
    sent = pickle.loads(pickle.dumps(fast))
    assert sent == slow
    assert not sent.late


def test_several_threads_read_one_verdict() -> None:
    program, slow, fast = late()
    with ThreadPoolExecutor(4) as pool:
        lines = list(pool.map(lambda _: verdict_line(program, fast, "zh"), range(16)))
    assert set(lines) == {written(program, slow, "zh")}


def test_an_unknown_field_is_none() -> None:
    _, _, fast = late()
    with pytest.raises(AttributeError):
        _ = fast.tracks[0].nothing  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        replace(fast, nothing=1)  # type: ignore[call-arg]


def test_a_clause_that_looks_like_a_place_is_left_alone() -> None:
    """The texts hold a day and a number by which rows are cut, and 100%, which would be a place of the cut text."""
    program = shipped("xpcc-consultation")[0].first.rules.program
    rows = [
        Finding("late", "violation", cite, "n", "e", on, "2026-01-02", "2026-02-03", days, ("甲",), seq=seq)
        for cite in (f"见{DAY}", f"{format_date(DAYS[0][0], 'zh')}和{NUMBER}、100%d的", "\ud800\u200b")
        for on, days, seq in (("2026-01-05", 7, 12), ("2026-02-05", 1, NUMBER), (DAY, -3, 1))
    ]
    for lang in LANGS:
        pieces, rows_written = pieces_of(program, lang), RowWriter(words_of(program, lang))
        for row in rows:
            assert pieces.finding(row) + b"\n" == json_line(rows_written.finding(row)).encode(
                "utf-8", "backslashreplace"
            )


def test_a_row_that_cannot_be_cut_has_no_fragment() -> None:
    program = shipped("xpcc-consultation")[0].first.rules.program
    row = Finding("late", "violation", f"见{DAY}", "n", "e", "2026-01-05", "2026-01-02", "2026-02-03", 3)
    words = words_of(program, "zh")
    build = lambda d, n, _: replace(row, on=d[0], due=d[1], actual=d[2], days=n[0])  # noqa: E731
    days = (row.on, row.due, row.actual)
    assert fragment(words, RowWriter(words).finding, build, days, (row.days,)) is None


# ── in brief ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("folder", SHIPPED)
def test_a_line_in_brief_is_as_its_schema_says(folder: str) -> None:
    policy = ecolang.load(POLICIES / folder)
    valid = Draft202012Validator(policy.schema("brief"))
    for number, case in enumerate(shipped(folder)[-1].cases(31, range(5))):
        try:
            brief = policy.brief(case, case.occurrences[-1].day + number, try_readings=number % 2 == 0)
        except ecolang.EcoError:
            continue
        line = policy.json_line(brief)
        assert line == json_bytes(brief.to_json()) + b"\n"
        assert list(valid.iter_errors(json.loads(line))) == []


def test_a_brief_has_the_findings_and_duties_of_the_verdict() -> None:
    policy = ecolang.load(POLICIES / "xpcc-consultation", engine="compiled")
    case = next(iter(shipped("xpcc-consultation")[0].cases(23, range(1))))
    day = case.occurrences[-1].day + 90
    verdict, brief = policy.judge(case, day), policy.brief(case, day)
    assert (brief.open_duties, brief.turns_on) == (verdict.open_duties, verdict.turns_on)
    assert brief.findings == verdict.findings != ()
