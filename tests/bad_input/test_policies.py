"""Policy files that are no policies: told with file, line, words and what to write instead; never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Ran, eco

Check = Callable[..., Ran]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Checks a file with this content."""

    def run(content: str | bytes, *more: object, lang: str = "zh") -> Ran:
        path = tmp_path / "办法.eco"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return eco("check", path, "-q", "--lang", lang, *more)

    return run


def problems(ran: Ran) -> list[tuple[str, int, str]]:
    """Code, line and underlined words of each problem, from `check --format json`."""
    return [(each["code"], each["spans"][0]["line"], each["message"]) for each in ran.json["diagnostics"]]


# ── not a text ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("encoding", "guess"), [("gbk", "GBK"), ("utf-16", "UTF-16"), ("big5", None)])
def test_another_encoding(check: Check, starter_text: str, encoding: str, guess: str | None) -> None:
    text = starter_text if encoding != "big5" else "\n\n申請"
    ran = check(text.encode(encoding))
    assert ran.status == 1
    assert "办法.eco" in ran.err and "UTF-8" in ran.err and "另存为" in ran.err
    assert guess is None or guess in ran.err


def test_one_wrong_byte_is_named_by_its_line(check: Check, starter_text: str) -> None:
    lines = starter_text.encode().splitlines(keepends=True)
    lines[9] = lines[9].replace("申".encode(), b"\xff", 1)
    ran = check(b"".join(lines))
    assert ran.status == 1 and "办法.eco:10" in ran.err


def test_any_bytes(check: Check) -> None:
    ran = check(bytes(range(256)) * 40)
    assert ran.status == 1 and "办法.eco" in ran.err


def test_a_byte_order_mark_is_no_mistake(check: Check, starter_text: str) -> None:
    assert check(b"\xef\xbb\xbf" + starter_text.encode()).status == 0


def test_line_ends_of_windows(check: Check, starter_text: str) -> None:
    assert check(starter_text.replace("\n", "\r\n")).status == 0


# ── next to nothing ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", ["", " ", "\n\n\t\n", "# 以后再写\n", "\ufeff"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_file(check: Check, content: str, lang: str) -> None:
    ran = check(content, lang=lang)
    assert ran.status == 2
    assert "E110" in ran.err and "办法.eco" in ran.err and "eco new" in ran.err


def test_a_title_alone_has_no_stage(check: Check) -> None:
    ran = check("《某办法》\n")
    assert ran.status == 2 and "错误 E" in ran.err


def test_half_a_sentence(check: Check, starter_text: str) -> None:
    ran = check(starter_text[: starter_text.index("5个工作日内受理")])
    assert ran.status == 2
    lines = ran.err.splitlines()
    assert lines[0] == "错误 E102：「待受理的，机关应当自提出申请之日起」这句话没有以「。」结束。"
    # The marks are right under 之日起, each character of which is two columns wide.
    assert lines[3].endswith("自提出申请之日起")
    assert lines[4].endswith("^^^^^^") and lines[4].index("^") == lines[3].index("之") + len(
        "待受理的，机关应当自提出申请"
    )
    assert "改法：在句末加「。」" in ran.err and "出处：第一条" in ran.err


@pytest.mark.parametrize("at", range(0, 900, 37))
def test_a_file_cut_anywhere(check: Check, starter_text: str, at: int) -> None:
    ran = check(starter_text[:at])
    assert ran.status in (0, 2)
    assert (ran.status == 0) == ("错误" not in ran.err)


# ── very large ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_hundred_thousand_lines_of_nonsense(check: Check, starter_text: str) -> None:
    """The first problems are listed, the others counted."""
    ran = check(starter_text + "\n第四条\n" + "  胡言乱语的，机关应当什么也不做。\n" * 100_000)
    assert ran.status == 2
    assert ran.err.count("错误 E") <= 200 and "E120" in ran.err
    assert len(ran.err) < 100_000


def test_a_hundred_thousand_blank_lines(check: Check, starter_text: str) -> None:
    assert check(starter_text + "\n" * 100_000).status == 0


def test_a_hundred_thousand_remarks(check: Check, starter_text: str) -> None:
    assert check(starter_text + "# 备注\n" * 100_000).status == 0


def test_a_hundred_thousand_lines_of_one_sentence(check: Check, starter_text: str) -> None:
    ran = check(starter_text + "\n第四条\n  待受理的，机关应当" + "受理\n" * 100_000)
    assert ran.status == 2 and len(ran.err) < 100_000


# ── very deep ────────────────────────────────────────────────────────────────────────────────────────────────────

DEEP = 10_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("（" * DEEP, "）" * DEEP),
        ("（" * DEEP, ""),
        ("有下列情形之一：（一）" * DEEP, ""),
        ("【" * DEEP, "】" * DEEP),
        ("《" * DEEP, "》" * DEEP),
        ("未" * DEEP, ""),
        ("除" * DEEP, ""),
    ],
    ids=["brackets", "unclosed", "items", "names", "titles", "negations", "exceptions"],
)
def test_nested_ten_thousand_deep(check: Check, starter_text: str, before: str, after: str) -> None:
    rule = f"  待受理的，{before}已受理{after}的，申请人可以撤回申请，进入已撤回。\n"
    ran = check(starter_text.replace("第三条\n", f"第三条\n{rule}"))
    assert ran.status == 2 and "第三条" in ran.err
    assert len(ran.err) < 20_000


def test_the_limit_of_depth_is_told(check: Check, starter_text: str) -> None:
    rule = "  待受理的，" + "（" * DEEP + "已受理" + "）" * DEEP + "的，申请人可以撤回申请，进入已撤回。\n"
    ran = check(starter_text.replace("第三条\n", f"第三条\n{rule}"))
    assert "错误 E111：括号或者分项的层次超过50层。" in ran.err


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_in_two_scripts_that_looks_like_another(check: Check) -> None:
    """The first letter of the second name is Cyrillic."""
    ran = check("《某办法》\n角色\n  apple。\n  \u0430pple。\n")
    assert ran.status == 2 and "E206" in ran.err and "办法.eco:4:3" in ran.err


def test_a_name_of_chinese_and_latin_letters_is_a_name(check: Check, starter_text: str) -> None:
    assert check(starter_text.replace("撤回申请", "撤回application").replace("已撤回", "已withdrawn")).status == 0


def test_an_invisible_character_is_shown(check: Check, starter_text: str) -> None:
    ran = check(starter_text.replace("  受理〔accept〕", "  受\u202e理〔accept〕"))
    assert ran.status == 2 and "E112" in ran.err and "\\u202e" in ran.err and "\u202e" not in ran.err


def test_a_name_of_ten_thousand_characters(check: Check, starter_text: str) -> None:
    ran = check(starter_text.replace("已撤回", "长" * 10_000))
    assert ran.status == 2 and "E113" in ran.err
    assert "长" * 200 not in ran.err


# ── several independent mistakes ─────────────────────────────────────────────────────────────────────────────────


def test_each_mistake_is_told_once(check: Check, starter_text: str) -> None:
    text = starter_text.replace("进入待决定；", "进入代决定；", 1)
    text = text.replace("20个工作日内作出决定", "20内作出决定").replace("申请人可以撤回申请", "申情人可以撤回申请")
    ran = check(text, "--format", "json")
    assert [code for code, _, _ in problems(ran)] == ["E201", "E106", "E201"]
