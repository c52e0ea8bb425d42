"""What a drafter sees: the message and the marks, pinned to the column."""

from ecolang.diagnostics import (
    Diagnostic,
    Edit,
    Fix,
    Label,
    Local,
    Span,
    make_diagnostic,
    render_github,
    render_text,
    to_json,
)
from ecolang.diagnostics.width import mark_line, text_width

FILE = "办法.eco"
TEXT = "第七条\n\t待答的，义务人“应当”答复。\n附件1\n  （五项）待答复的，3个工作日内答复。\n"


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(FILE, start, start + len(words))


def undeclared(**more: object) -> Diagnostic:
    return make_diagnostic("E201", span_of("待答的", TEXT), name="待答", nearest="待答复", **more)


def test_marks_stand_under_chinese_two_columns_a_character() -> None:
    text = "待答的，义务人应当答复。\n"
    shown = render_text([make_diagnostic("E201", Span(FILE, 4, 7), name="义务人")], {FILE: text}, "zh")
    # 待答的， is four characters, eight columns; 义务人 is three, six columns.
    assert shown == (
        "错误 E201：「义务人」没有声明过。\n"
        " --> 办法.eco:1:5\n"
        "  |\n"
        "1 | 待答的，义务人应当答复。\n"
        "  |         ^^^^^^\n"
        "  = 改法：新的名称要先在词汇里声明。\n"
    )


def test_a_further_place_has_its_label_and_the_citation_follows_the_language() -> None:
    diagnostic = undeclared(
        labels=(Label(span_of("3个工作日"), "另见附件1第五项", "see Annex 1 item 5"),),
        citation="第七条、附件1（五项）",
    )
    assert render_text([diagnostic], {FILE: TEXT}, "en") == (
        "error E201: “待答” was never declared.\n"
        " --> 办法.eco:2:2\n"
        "  |\n"
        "2 |     待答的，义务人“应当”答复。\n"
        "  |     ^^^^^^\n"
        " ::: 办法.eco:4:12 see Annex 1 item 5\n"
        "  |\n"
        "4 |   （五项）待答复的，3个工作日内答复。\n"
        # 2 blanks and 9 wide characters stand before: 20 columns; 3个工作日 is 1 + 4 × 2 = 9.
        "  |                     ---------\n"
        "  = help: write “待答复” if that was meant; a new name is first declared in the vocabulary.\n"
        "  = clause: Article 7, Annex 1 item 5\n"
    )


def test_a_tab_goes_to_the_next_stop() -> None:
    marked = mark_line("甲\t乙", 2, 3)
    # 甲 takes 2 columns, the tab 2 more to column 4.
    assert (marked.shown, marked.marks) == ("甲  乙", "    ^^")


def test_curly_quotes_are_narrow_unless_the_terminal_says_otherwise() -> None:
    assert mark_line("“应当”答", 4, 5).marks == " " * 6 + "^^"
    assert mark_line("“应当”答", 4, 5, ambiguous_wide=True).marks == " " * 8 + "^^"


def test_a_combining_mark_takes_no_column() -> None:
    assert mark_line("e\u0301甲", 2, 3).marks == " ^^"


def test_a_control_character_in_the_line_is_shown_as_an_escape_and_counted() -> None:
    marked = mark_line("a\u202eb", 2, 3)
    # a, then the six characters of \u202e.
    assert (marked.shown, marked.marks) == ("a\\u202eb", " " * 7 + "^")


def test_an_empty_span_gets_one_mark_also_at_the_end_of_the_line() -> None:
    assert mark_line("送达", 2, 2).marks == "    ^"


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "甲" * 5000 + "待答" + "乙" * 5000
    line = mark_line(text, 5000, 5002)
    # 40 columns are kept before the place: 20 wide characters, and 1 for the sign of the cut.
    assert line.shown.startswith("…" + "甲" * 20 + "待答乙")
    assert line.shown.endswith("乙…")
    assert text_width(line.shown) <= 102
    assert line.marks == " " * 41 + "^^^^"


def test_a_place_as_long_as_the_line_is_cut_too() -> None:
    line = mark_line("甲" * 10_000, 0, 10_000)
    assert line.shown == "甲" * 50 + "…"
    assert line.marks == "^" * 100


def test_a_place_over_several_lines_says_where_it_ends() -> None:
    text = "一二\n三四\n五六\n"
    shown = render_text([make_diagnostic("E101", Span(FILE, 1, 7), found="二")], {FILE: text}, "zh")
    assert "1 | 一二\n  |   ^^ …到第3行\n" in shown


def test_windows_line_ends_move_no_mark() -> None:
    shown = render_text([make_diagnostic("E101", Span(FILE, 4, 6), found="三四")], {FILE: "一二\r\n三四\r\n"}, "zh")
    assert " --> 办法.eco:2:1\n  |\n2 | 三四\n  | ^^^^\n" in shown


def test_the_gutter_fits_the_largest_line_number() -> None:
    shown = render_text([make_diagnostic("E101", Span(FILE, 11, 12), found="甲")], {FILE: "\n" * 11 + "甲\n"}, "zh")
    assert "  --> 办法.eco:12:1\n   |\n12 | 甲\n   | ^^\n" in shown


def test_a_file_whose_text_is_not_at_hand_is_named() -> None:
    shown = render_text([undeclared()], {}, "zh")
    assert shown.splitlines()[1] == " --> 办法.eco"


def test_a_problem_in_data_names_file_line_and_field() -> None:
    diagnostic = make_diagnostic("D105", None, file="a.jsonl", line=3, field="日期", value="2026-02-30")
    assert render_text([diagnostic], {}, "zh") == (
        "错误 D105：「日期」的「2026-02-30」不是日历上的一天。\n"
        " --> a.jsonl:3「日期」\n"
        "  = 改法：写成「2026-02-28」的样子，日子要存在。\n"
    )


def test_a_list_of_what_could_stand_there_is_quoted_and_joined() -> None:
    diagnostic = make_diagnostic("E101", None, found="甲", expected=("应当", "可以", "。"))
    assert "这里可以写「应当」、「可以」或者「。」。" in render_text([diagnostic], {}, "zh")
    assert "here you may write “应当”, “可以” or “。”." in render_text([diagnostic], {}, "en")


def test_hostile_values_are_carried_harmlessly() -> None:
    name = "{name}%s{0}\n\u202e[[{nearest}]]\x1b[31m"
    shown = render_text([make_diagnostic("E201", None, name=name)], {}, "zh")
    assert shown.splitlines()[0] == ("错误 E201：「{name}%s{0}\\n\\u202e[[{nearest}]]\\u001b[31m」没有声明过。")


def test_a_hostile_file_name_and_label_are_escaped() -> None:
    span = Span("a\u202e\n.eco", 0, 1)
    diagnostic = make_diagnostic("E201", span, name="甲", labels=(Label(span, "见\u2066此", "see"),))
    shown = render_text([diagnostic], {}, "zh")
    assert "a\\u202e\\n.eco 见\\u2066此" in shown


def test_a_name_of_ten_thousand_characters_is_cut() -> None:
    first = render_text([make_diagnostic("E201", None, name="甲" * 10_000)], {}, "zh").splitlines()[0]
    assert first == f"错误 E201：「{'甲' * 53}…{'甲' * 26}」没有声明过。"


def test_colour_marks_severity_and_place_only_when_asked() -> None:
    plain = render_text([undeclared()], {FILE: TEXT}, "zh")
    coloured = render_text([undeclared()], {FILE: TEXT}, "zh", color=True)
    assert "\x1b" not in plain
    assert coloured.replace("\x1b[1;31m", "").replace("\x1b[0m", "") == plain


def test_json_has_the_agreed_keys_and_places_from_one() -> None:
    span = span_of("待答的")
    diagnostic = make_diagnostic(
        "E204",
        span,
        name="待答",
        kind=Local("阶段", "a stage"),
        wanted=Local("角色", "a role"),
        labels=(Label(span_of("附件1"), "另见", "see"),),
        citation="第七条",
        fix=Fix((Edit(span, "待答复的"),), safe=True),
    )
    place = {"file": FILE, "start": 5, "end": 8, "line": 2, "column": 2, "end_line": 2, "end_column": 5}
    further = {"file": FILE, "start": 20, "end": 23, "line": 3, "column": 1, "end_line": 3, "end_column": 4}
    assert to_json(diagnostic, "en", {FILE: TEXT}) == {
        "code": "E204",
        "severity": "error",
        "message": "“待答” is a stage, but a role belongs here.",
        "spans": [place, further],
        "citation": "Article 7",
        "hint": "write the declared name of a role.",
        "labels": [{"span": further, "text": "see"}],
        "fix": {"safe": True, "edits": [{"span": place, "replacement": "待答复的"}]},
    }


def test_json_of_a_problem_in_data_has_its_file_and_line() -> None:
    spans = to_json(make_diagnostic("D109", None, file="a.csv", line=7), "zh")["spans"]
    assert spans == [
        {"file": "a.csv", "start": None, "end": None, "line": 7, "column": None, "end_line": 7, "end_column": None}
    ]


def test_a_github_annotation_escapes_what_would_end_it() -> None:
    diagnostic = make_diagnostic("E201", Span("a,b:c.eco", 0, 1), name="50%\n::error::")
    assert render_github([diagnostic], {"a,b:c.eco": "甲"}, "en") == (
        "::error file=a%2Cb%3Ac.eco,line=1,col=1,endLine=1,endColumn=2,title=E201 undeclared name::"
        "“50%25\\n::error::” was never declared.%0Aa new name is first declared in the vocabulary.\n"
    )
