"""Whatever the input is, it is read or told of; nothing is raised, and the counts add up."""

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecolang.diagnostics import hint, message
from ecolang_runtime.read import Names, ReadResult, Source, read

WORDS = st.sampled_from(
    [
        "case", "案件", "event", "事件", "on", "日期", "at", "party", "当事人", "by", "each", "documents", "文件",
        "steps", "ground", "part", "received", "fields", "opened", "parties", "facts", "events", "方式", "会议日期",
        "同意", "结果",
        "送达通知", "答复", "召开会议", "通知书", "items", "缺少", "甲", "机关", "相对人", "案情复杂", "x",
    ]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
    | st.sampled_from(["2026-03-02", "2026-02-30", "直接", "是", "第六条", "50万", "齐全；签字：甲"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=20,
)  # fmt: skip
# A message that says "None" by itself would be a slip; one that quotes it from a cell would not.
CELLS = VALUES.map(lambda value: str(value).replace("None", ""))
LIMITS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def checked(result: ReadResult) -> None:
    inside = sum(len(case.occurrences) for case in result.cases) + result.duplicates
    assert result.events == inside + sum(bad.events for bad in result.bad)
    for problem in (*(each for bad in result.bad for each in bad.problems), *result.notes):
        for lang in ("zh", "en"):
            said = message(problem, lang) + hint(problem, lang)  # type: ignore[arg-type]
            assert said and "None" not in said and "\n" not in said


@LIMITS
@given(st.lists(st.dictionaries(WORDS, VALUES, max_size=8) | VALUES, min_size=1, max_size=5))
def test_any_json_value_is_read_or_told_of(names: Names, records: list[Any]) -> None:
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    checked(read(Source("a.jsonl", content=lines.encode("utf-8", "surrogatepass")), names))
    checked(read(Source("a.json", content=json.dumps(records).encode()), names))


@LIMITS
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told_of(names: Names, content: bytes) -> None:
    for name in ("a.jsonl", "a.json", "a.csv", "a"):
        checked(read(Source(name, content=content), names))


@LIMITS
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.sampled_from(["utf-8", "gb18030"]))
def test_any_table_is_read_or_told_of(names: Names, rows: list[list[str]], encoding: str) -> None:
    text = "案件,事件,日期,当事人,方式,通知书\n" + "\n".join(",".join(row) for row in rows)
    checked(read(Source("a.csv", content=text.encode(encoding, "replace")), names))


def test_a_long_file_is_read_case_by_case(names: Names, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(20_000):
            file.write(f'{{"case": "{number // 10}", "event": "公布", "on": "2026-03-{number % 10 + 1:02}"}}\n')
    result = read(path, names)
    assert len(result.cases) == 2_000 and result.events == 20_000
