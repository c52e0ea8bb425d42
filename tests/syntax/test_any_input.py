"""Whatever a file holds, reading it ends with a tree or messages, in time that grows with its length."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecolang.diagnostics.render import render_text
from ecolang_compiler.syntax import decode, parse
from ecolang_compiler.syntax.assemble import MOST_PROBLEMS
from tests.syntax.reading import ROOT, reference_blocks, vocabulary

LINES = [line for _, block in reference_blocks()[1:] for line in block.split("\n") if line.strip()]
PIECES = [
    *'的，。；：、（）【】〔〕《》“”#\n 由自在经不已未一0A"[]?\0\u202e\ud800',
    "应当",
    "（一）",
    "第七条",
    "2026年2月3日",
    "逾期",
]
HEAD = f"{vocabulary()}\n第一条\n  "
SHORT = "《办法》\n\n角色\n  甲方。\n\n事件\n  送达：由甲方。\n\n第一条\n"


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A line of the reference with some pieces put in and some characters left out."""
    line = draw(st.sampled_from(LINES))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(line)))
        if draw(st.booleans()):
            line = line[:at] + draw(st.sampled_from(PIECES)) + line[at:]
        else:
            line = line[:at] + line[at + draw(st.integers(1, 4)) :]
    head = draw(st.sampled_from(["\n第一条\n  ", "\n保证\n  ", "\n案例【试】\n  当事方：甲公司。\n  ", "\n事件\n  "]))
    return f"{vocabulary()}{head}{line}\n"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_a_damaged_sentence_is_told_and_never_raised(text: str) -> None:
    tree, problems = parse(text, "test.eco")
    assert tree is not None
    for lang in ("zh", "en"):
        assert render_text(problems, {"test.eco": text}, lang) or not problems


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    tree, problems = parse(text, "test.eco")
    assert tree is not None or problems


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_read(data: bytes) -> None:
    tree, problems = parse(data, "test.eco")
    assert tree is not None or problems


@pytest.mark.parametrize(("encoding", "guess"), [("gbk", "GBK"), ("utf-16", "UTF-16")])
def test_another_encoding_is_guessed(encoding: str, guess: str) -> None:
    text, problem = decode("《办法》".encode(encoding), "test.eco")
    assert text is None
    assert problem is not None
    assert (problem.code, problem.args["guess"]) == ("E109", guess)


def test_a_byte_order_mark_is_no_problem() -> None:
    tree, problems = parse("\ufeff《办法》\n".encode(), "test.eco")
    assert tree is not None
    assert problems == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{SHORT}  {'（' * 10_000}已送达{'）' * 10_000}的，甲方应当送达。\n", {"E111"}),
        (f"{SHORT}{'（' * 100_000}", {"E111"}),
        (f"{SHORT}{'“' * 100_000}", {"E103"}),
        ("《" * 100_000, {"E103"}),
        ("甲" * 1_000_000, {"E129"}),
        (f"{SHORT}{'，'.join(['未送达'] * 10_000)}的，甲方应当。\n", {"E101"}),
        ("# 备注\n" * 100_000, {"E110"}),
    ],
    ids=["nested", "open brackets", "open quotes", "open titles", "one word", "one sentence", "remarks"],
)
def test_an_immoderate_file_is_one_message(text: str, codes: set[str]) -> None:
    _, problems = parse(text, "test.eco")
    assert {problem.code for problem in problems} == codes
    assert len(problems) == 1


def test_forty_brackets_are_read() -> None:
    _, problems = parse(f"{SHORT}  {'（' * 40}已送达{'）' * 40}的，甲方应当送达。\n", "test.eco")
    assert problems == []


def test_thousands_of_errors_are_counted() -> None:
    _, problems = parse(SHORT + "  甲方应当自送达之日起5内送达。\n" * 5_000, "test.eco")
    assert [problem.code for problem in problems] == ["E106"] * MOST_PROBLEMS + ["E120"]
    # 5,000 errors, of which 200 are listed.
    assert problems[-1].args["count"] == 4_800


def test_thousands_of_lines_without_a_full_stop_come_to_an_end() -> None:
    _, problems = parse(SHORT + "  甲方应当送达\n" * 5_000, "test.eco")
    assert {problem.code for problem in problems} == {"E102", "E120"}


def test_time_grows_with_length() -> None:
    sentence = "  首次送达前，甲方应当自最近一次送达之日起5个工作日内送达。\n"

    def seconds(lines: int) -> float:
        start = time.perf_counter()
        parse(SHORT + sentence * lines, "test.eco")
        return time.perf_counter() - start

    seconds(100)
    # Four times the lines may take ten times as long on a busy machine, never sixteen.
    assert seconds(4_000) < 10 * max(seconds(1_000), 0.05)


def test_a_text_is_always_read_the_same() -> None:
    path = Path(ROOT / "policies" / "xpcc-consultation" / "measures.eco")
    text = path.read_text(encoding="utf-8")
    first = parse(text, "test.eco")
    assert all(parse(text, "test.eco") == first for _ in range(3))
