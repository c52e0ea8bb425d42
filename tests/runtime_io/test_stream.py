"""JSON Lines as a stream: one case at a time, plain records at once, others closely, and the same of both."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecolang.program import Program
from ecolang_runtime.case import FactAt, Occurrence
from ecolang_runtime.read import CaseBuilder, Names, Source, iter_cases, json_quick, read
from ecolang_runtime.read.event import read_event
from ecolang_runtime.read.json_text import decode_whole
from ecolang_runtime.read.plain import Header, PlainEvents
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.seen import Seen
from ecolang_runtime.wording.lines import json_line
from tests.runtime_io.conftest import small_program
from tests.runtime_io.test_read_files import day, reply, served

Write = Callable[..., Path]
PROGRAM = small_program()
NAMES = Names(PROGRAM)


@pytest.fixture
def with_orjson(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads small files with orjson too."""
    pytest.importorskip("orjson")
    monkeypatch.setattr(json_quick, "WORTHWHILE", 0)


def quick(line: str) -> dict[str, Any] | None:
    return json_quick.loader(1 << 40)(line.encode())


# ── one case at a time ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_case_comes_before_the_rest_of_the_file_is_parsed(program: Program, jsonl: Write) -> None:
    cases = iter_cases(jsonl(served("1"), reply("1"), served("2"), "{"), program)
    assert next(cases).id == "1"


@pytest.mark.parametrize("fast", [False, True])
def test_scattered_lines_come_together_where_the_case_began(
    program: Program, jsonl: Write, fast: bool, request: pytest.FixtureRequest
) -> None:
    if fast:
        request.getfixturevalue("with_orjson")
    rows = (
        [served(str(n)) for n in range(5)] + [served("9", "2026-03-02"), "nonsense"] + [reply(str(n)) for n in range(5)]
    )
    result = read(jsonl(*rows), program)
    assert [case.id for case in result.cases] == ["0", "1", "2", "3", "4", "9"]
    assert [[each.line for each in case.occurrences] for case in result.cases] == [[n, n + 7] for n in range(1, 6)] + [
        [6]
    ]
    assert [bad.problems[0].args["line"] for bad in result.bad] == [7]


def test_a_line_of_no_case_does_not_part_a_case(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1"), "", "nonsense", reply("1"), served("2")), program)
    assert [[each.line for each in case.occurrences] for case in result.cases] == [[1, 4], [5]]
    assert result.lines == 4 and len(result.bad) == 1


def test_a_bad_line_sets_its_case_aside_and_the_rest_goes_on(program: Program, jsonl: Write) -> None:
    bad = '{"case": "2", "event": "答复", "on": '
    result = read(jsonl(served("1"), served("2"), bad, served("3")), program)
    assert [case.id for case in result.cases] == ["1", "3"]
    assert [(each.id, each.problems[0].code, each.problems[0].args["line"]) for each in result.bad] == [
        ("2", "D103", 3)
    ]


def test_a_packed_file(program: Program, tmp_path: Path) -> None:
    rows = [served("1"), served("2"), reply("1"), reply("2")]
    path = tmp_path / "cases.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    assert [len(case.occurrences) for case in read(path, program).cases] == [2, 2]


def test_a_damaged_packed_file_is_told(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(served("1")).encode() * 99)[:-20])
    assert [each.problems[0].code for each in read(path, program).bad] == ["D101"]
    path.write_bytes(b"no gzip at all")
    assert [each.problems[0].code for each in read(path, program).bad] == ["D101"]


def test_numbers_seen_before() -> None:
    seen, drawn = Seen(), random.Random(1)
    numbers = [drawn.randrange(1, 4000) for _ in range(5000)]
    known: set[int] = set()
    for number in numbers:
        assert seen.add(number) == (number in known)
        known.add(number)


# ── plain records ────────────────────────────────────────────────────────────────────────────────────────────────

VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**20), st.floats(allow_nan=False), st.text(max_size=3),
    st.sampled_from(["直接", "by hand", "2026-03-12", "2026年3月2日", "2026-3-2", "一致", "相对人", "甲", " 甲", "是"]),
    st.lists(st.sampled_from(["甲", "乙", "机关", "chair", "", " 丙"]), max_size=3),
    st.lists(st.sampled_from(["宣布开始", "陈述", "1", " 2", "无"]), max_size=3),
    st.sampled_from(["第六条第（一）项", "第6条第（1）项", "第九十九条", "（一）"]),
    st.dictionaries(st.sampled_from(["方式", "mode", "会议日期", "同意", "结果", "赔偿额", "x"]), st.sampled_from(
        ["直接", "2026-03-12", True, 3, None, ""]), max_size=3),
    st.dictionaries(st.sampled_from(["甲", "乙 "]), st.dictionaries(st.just("方式"), st.just("直接"))),
)  # fmt: skip
RECORDS = st.builds(
    lambda event, on, more: {"case": "1", "event": event, "on": on, **more},
    st.sampled_from(
        ["送达通知", "serve notice", "送达", "答复", "召开会议", "签订协议", "终止协商", "nothing", 3, None]
    ),
    st.sampled_from(["2026-03-02", "2026-02-30", "2026/3/2", "2026-03-02 10:00", None, 5]),
    st.dictionaries(
        st.sampled_from(
            [
                "party",
                "by",
                "fields",
                "each",
                "documents",
                "steps",
                "ground",
                "at",
                "方式",
                "会议日期",
                "同意",
                "结果",
                "到场",
                "赔偿额",
                "理由",
                "mode",
            ]
        ),
        VALUES,
        max_size=5,
    ),
)


@given(RECORDS)
def test_a_plain_record_says_what_a_close_look_says(record: dict[str, Any]) -> None:
    plain = PlainEvents(NAMES).read(record, 7)
    if plain is not None:
        problems = Problems(None, 7)
        closely = read_event(record, NAMES, problems)
        assert (plain, problems.found) == (closely, [])
        assert closely is not None and list(plain.fields) == list(closely.fields)


HEADS = st.lists(
    st.dictionaries(
        st.sampled_from(["case", "案件", "opened", "立案", "parties", "facts", "events", "x"]),
        st.one_of(
            st.sampled_from([None, "", "1", 3, "2026-03-02", "2026-02-30", "2026/3/2", [], {}]),
            st.dictionaries(
                st.sampled_from(["相对人", "机关", "respondent", "无此角色"]),
                st.sampled_from(["甲", " 甲", "", ["甲", "乙"], ["甲", "甲"], [], [3], None]),
                max_size=2,
            ),
            st.dictionaries(
                st.sampled_from(["案情复杂", "complex", "涉案金额", "部门数", "无此事实"]),
                st.sampled_from([True, 1, "1", 1.0, "是", None, "", [1], 10**20, "1,200.50元"]),
                max_size=3,
            ),
        ),
        max_size=4,
    ),
    min_size=1,
    max_size=2,
)


@settings(max_examples=300)
@given(HEADS)
def test_a_plain_head_says_what_a_close_look_says(records: list[dict[str, Any]]) -> None:
    closely, quickly = (CaseBuilder(NAMES, "1", "cases", 1) for _ in range(2))
    closely._plain = Unplain(NAMES)
    for line, record in enumerate((*records, served("1")), 1):
        closely.add(record, line)
        quickly.add(record, line)
    found, wanted = quickly.finish(), closely.finish()
    assert found == wanted and repr(found) == repr(wanted)


class Unplain(PlainEvents):
    """Finds nothing plain."""

    def read(self, record: Mapping[str, Any], line: int | None) -> Occurrence | None:
        return None

    def header(self, record: Mapping[str, Any]) -> Header | None:
        return None


def test_a_head_as_programs_write_it_is_plain() -> None:
    record = {"case": "1", "opened": "2026-03-02", "parties": {"相对人": ["甲", "乙"]}, "facts": {"案情复杂": True}}
    fact = FactAt("案情复杂", True, 1)
    assert PlainEvents(NAMES).header(record) == (day("2026-03-02"), [("甲", "相对人"), ("乙", "相对人")], [fact])


def test_what_programs_write_is_plain() -> None:
    record = {"case": "1", "event": "送达通知", "on": "2026-03-02", "by": ["机关"], "party": ["甲", "乙"],
              "fields": {"方式": "直接", "会议日期": "2026-03-12"}, "each": {"乙": {"方式": "邮寄"}}}  # fmt: skip
    assert PlainEvents(NAMES).read(record, 1) is not None
    assert PlainEvents(NAMES).read(reply("1"), 1) is not None


def test_a_builder_gives_the_same_of_both() -> None:
    plainly, closely = CaseBuilder(NAMES, "1"), CaseBuilder(NAMES, "1")
    for line, record in enumerate((served("1"), reply("1"), reply("1"), reply("1", "2026-03-01")), 1):
        plainly.add(record, line)
        # Another spelling of a key is no longer plain.
        closely.add({("日期" if key == "on" else key): value for key, value in record.items()}, line)
    assert plainly.finish() == closely.finish()


# ── orjson and the exact parser ──────────────────────────────────────────────────────────────────────────────────


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    st.sampled_from([None, 1]),
    st.booleans(),
    st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : "), (",\t", "\t:")]),
)
def test_a_line_read_quickly_is_the_line(value: Any, indent: int | None, ascii_: bool, marks: tuple[str, str]) -> None:
    pytest.importorskip("orjson")
    line = json.dumps({"a": value}, ensure_ascii=ascii_, separators=marks)
    found = quick(line)
    if found is not None:
        whole = decode_whole(line)
        assert found == whole and repr(found) == repr(whole)


@pytest.mark.parametrize(
    "line",
    [
        '{"a": 1, "a": 2}',
        '{"a": 1, "a" : 2}',
        '{"a": {"b": 1, "b": 2}}',
        '{"a": [{"b": 1, "b": 2}]}',
        '{"a": 1.50}',
        '{"a": [1.0]}',
        '{"a": 123456789012345678901234567890}',
        '{"a": "\\ud800"}',
        '{"a": NaN}',
        '{"a": 1',
        "[]",
        "",
        '{"a": ' * 3000,
    ],
)
def test_what_is_left_to_the_exact_parser(line: str) -> None:
    pytest.importorskip("orjson")
    assert quick(line) is None


def test_an_ordinary_line_is_not() -> None:
    pytest.importorskip("orjson")
    # A colon behind a quote in a text is no key; with a point in the line, which might be a float's, nobody looks.
    assert quick('{"case": "1.", "fields": {"a": [1, "b\\": c"], "d": {}}}\n') is None
    assert quick('{"case": "1", "fields": {"a": [1, "b\\": c"], "d": {}}}\n') == {
        "case": "1",
        "fields": {"a": [1, 'b": c'], "d": {}},
    }
    assert quick('{"case": "1", "fields": {"a": [1, "b"], "d": {}}}\n') == {
        "case": "1",
        "fields": {"a": [1, "b"], "d": {}},
    }


def test_a_pipe_longer_than_memory_allows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import io

    from ecolang_runtime.read import source, spooled

    content = "\n".join(json.dumps(served(str(n))) for n in range(30)).encode()
    monkeypatch.setattr(source, "_IN_MEMORY", 100)
    with spooled(io.BytesIO(content), "-") as given:
        assert isinstance(given, Source) and given.path is not None
        kept = Path(given.path)
        assert len(list(iter_cases(given, PROGRAM))) == 30
    assert not kept.exists()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(st.characters(), max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    )
)
def test_orjson_writes_what_the_standard_library_writes(value: Any) -> None:
    pytest.importorskip("orjson")
    with pytest.MonkeyPatch.context() as patch:
        quickly = json_line(value)
        patch.delitem(sys.modules, "orjson")
        assert quickly == json_line(value)
