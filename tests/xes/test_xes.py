"""Event logs: what they say in the policy's words, on whose clock, and what is refused."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

import ecolang
from ecolang.diagnostics import message
from ecolang_runtime.case import CaseData
from ecolang_runtime.read import Names, ReadResult, Source, gather, iter_cases
from ecolang_runtime.xes.mapping import LogMap, load_map
from ecolang_runtime.xes.propose import propose
from ecolang_runtime.xes.read import has_offset, local_moment
from tests.command import XPCC, eco
from tests.runtime_io.conftest import small_program
from tests.runtime_io.test_read_files import day

NAMES = Names(small_program())
PLAIN_MAP = """
[activities]
"Notice served" = { event = "送达通知", fields = { "方式" = "mode", "会议日期" = "meeting" } }
"Reply" = { event = "答复", fields = { "同意" = "agreed" } }
"""


def attribute(key: str, value: str, kind: str = "string") -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"


def event(activity: str, when: str | None, **more: str) -> str:
    said = [attribute("concept:name", activity)]
    said += [] if when is None else [attribute("time:timestamp", when, "date")]
    said += [attribute(key.replace("__", ":"), each) for key, each in more.items()]
    return f"<event>{''.join(said)}</event>"


def log(*traces: str, head: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<log xes.version="1.0">\n' + "\n".join(traces) + "\n</log>\n"


def trace(id_: str, *inside: str) -> str:
    return f"<trace>{attribute('concept:name', id_)}\n" + "\n".join(inside) + "\n</trace>"


NOTICE = event("Notice served", "2026-03-02T10:30:00+08:00", mode="直接", meeting="2026-03-12")


@pytest.fixture
def judged(tmp_path: Path) -> Callable[..., ReadResult]:
    """Reads a log by a map."""

    def read(text: str | bytes, map_text: str = PLAIN_MAP, name: str = "log.xes") -> ReadResult:
        path, map_path = tmp_path / name, tmp_path / "map.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        map_path.write_text(map_text, encoding="utf-8")
        log_map = load_map(str(map_path), NAMES)
        assert isinstance(log_map, LogMap), log_map
        return gather(iter_cases(path, NAMES, log_map=log_map))

    return read


def told(result: ReadResult) -> list[tuple[str | None, str, object]]:
    return [(bad.id, each.code, each.args.get("line")) for bad in result.bad for each in bad.problems]


def only(result: ReadResult) -> CaseData:
    assert result.bad == ()
    (case,) = result.cases
    return case


# ── what a log says ──────────────────────────────────────────────────────────────────────────────────────────────


def test_activities_become_events(judged: Callable[..., ReadResult]) -> None:
    reply = event("Reply", "2026-03-05T16:00:00+08:00", agreed="是")
    case = only(judged(log(trace("1", NOTICE, reply))))
    assert [(each.event, each.day, each.minute, each.line) for each in case.occurrences] == [
        ("送达通知", day("2026-03-02"), 10 * 60 + 30, 4),
        ("答复", day("2026-03-05"), 16 * 60, 5),
    ]
    assert case.occurrences[0].fields == {"方式": "直接", "会议日期": "2026-03-12"}
    assert case.occurrences[1].fields == {"同意": True}


@pytest.mark.parametrize(
    ("written", "zone", "local"),
    [
        # 17:30 in UTC is half past one of the next day in Shanghai (UTC+8).
        ("2026-03-02T17:30:00.000+00:00", "UTC", ("2026-03-03", "01:30")),
        ("2026-03-02T17:30:00Z", "Asia/Shanghai", ("2026-03-03", "01:30")),
        ("2026-03-02T23:00:00.000-05:00", "Asia/Shanghai", ("2026-03-03", "12:00")),
        # Without an offset it is on the clock of the log's zone: Urumqi is two hours behind Shanghai.
        ("2026-03-02T23:00:00", "Asia/Urumqi", ("2026-03-03", "01:00")),
        ("2026-03-02T23:00:00", "Asia/Shanghai", ("2026-03-02", "23:00")),
        ("2026-03-02", "UTC", ("2026-03-02", "00:00")),
    ],
)
def test_a_time_is_turned_to_the_day_of_the_policy(written: str, zone: str, local: tuple[str, str]) -> None:
    hours, minutes = map(int, local[1].split(":"))
    assert local_moment(written, zone, "Asia/Shanghai") == (day(local[0]), hours * 60 + minutes)


def test_what_says_its_offset() -> None:
    assert all(map(has_offset, ("2026-03-02T10:00:00Z", "2026-03-02T10:00+08:00", "2026-03-02T10:00-05:00")))
    assert not any(map(has_offset, ("2026-03-02T10:00:00", "2026-03-02")))


def test_only_transitions_that_count(judged: Callable[..., ReadResult]) -> None:
    begun = event("Reply", "2026-03-04T09:00:00+08:00", agreed="是", lifecycle__transition="start")
    done = event("Reply", "2026-03-05T09:00:00+08:00", agreed="是", lifecycle__transition="COMPLETE")
    case = only(judged(log(trace("1", NOTICE, begun, done))))
    assert [each.day for each in case.occurrences] == [day("2026-03-02"), day("2026-03-05")]
    case = only(judged(log(trace("1", NOTICE, begun, done)), 'lifecycle = ["start"]\n' + PLAIN_MAP))
    assert [each.day for each in case.occurrences] == [day("2026-03-02"), day("2026-03-04")]


def test_case_attributes_resources_and_values(judged: Callable[..., ReadResult]) -> None:
    text = log(
        trace(
            "1",
            '<list key="respondents"><values><string key="r" value="甲"/><string key="r" value="乙"/></values></list>',
            attribute("complex", "true", "boolean"),
            attribute("registered", "2026-02-27T18:00:00Z", "date"),
            event(
                "Notice served",
                "2026-03-02",
                mode="EMS",
                meeting="2026-03-11T17:00Z",
                org__resource="Clerk",
                to="甲",
            ),
        )
    )
    case = only(
        judged(
            text,
            """
            times = false
            [case]
            opened = "registered"
            [parties]
            "相对人" = "respondents"
            [facts]
            "案情复杂" = "complex"
            [resources]
            "Clerk" = "机关"
            [activities."Notice served"]
            event = "送达通知"
            party = "to"
            fields = { "方式" = "mode", "会议日期" = "meeting" }
            values."方式" = { EMS = "邮寄" }
            """,
        )
    )
    # 18:00 and 17:00 in UTC are after midnight in Shanghai.
    assert (case.opened, case.parties) == (day("2026-02-28"), (("甲", "相对人"), ("乙", "相对人")))
    assert [(fact.name, fact.value) for fact in case.facts] == [("案情复杂", True)]
    (served,) = case.occurrences
    assert (served.by, served.parties, served.minute) == (("机关",), ("甲",), None)
    assert served.fields == {"方式": "邮寄", "会议日期": "2026-03-12"}


def test_one_activity_may_be_several_events(judged: Callable[..., ReadResult]) -> None:
    rules = """
    ignore = ["Archive"]
    [[activities.Letter]]
    when = { kind = ["notice", "summons"] }
    event = "送达通知"
    set = { "方式" = "邮寄", "会议日期" = "2026-03-12" }
    [[activities.Letter]]
    when = { kind = "reply" }
    event = "答复"
    set = { "同意" = false }
    """
    letters = [event("Letter", f"2026-03-0{n}", kind=kind) for n, kind in enumerate(("notice", "reply", "bill"), 2)]
    case = only(judged(log(trace("1", *letters, event("Archive", None))), rules))
    assert [(each.event, each.fields.get("同意")) for each in case.occurrences] == [("送达通知", None), ("答复", False)]


def test_a_packed_log(judged: Callable[..., ReadResult]) -> None:
    assert only(judged(gzip.compress(log(trace("1", NOTICE)).encode()), name="log.xes.gz")).id == "1"


# ── what is wrong with it ────────────────────────────────────────────────────────────────────────────────────────


def test_an_activity_that_the_map_does_not_know(judged: Callable[..., ReadResult]) -> None:
    result = judged(log(trace("1", event("Replies", "2026-03-05")), trace("2", NOTICE)))
    assert told(result) == [("1", "D152", 4)] and [case.id for case in result.cases] == ["2"]
    assert result.bad[0].problems[0].args["nearest"] == "Reply"
    assert "Replies" in message(result.bad[0].problems[0], "en")


def test_what_lacks_a_number_an_activity_or_a_time(judged: Callable[..., ReadResult]) -> None:
    nameless = "<event>" + attribute("time:timestamp", "2026-03-05", "date") + "</event>"
    result = judged(
        log("<trace/>", trace("2", nameless), trace("3", event("Reply", None)), trace("4", event("Reply", "yesterday")))
    )
    assert [(id_, code) for id_, code, _ in told(result)] == [
        (None, "D157"), ("2", "D157"), ("3", "D157"), ("4", "D105"),
    ]  # fmt: skip


def test_a_case_that_stands_twice(judged: Callable[..., ReadResult]) -> None:
    result = judged(log(trace("1", NOTICE), trace("1", NOTICE)))
    assert [case.id for case in result.cases] == ["1"] and [code for _, code, _ in told(result)] == ["D158"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (log(trace("1", NOTICE))[:-12], "D150"),
        ("<log><trace></log>", "D150"),
        ("<html/>", "D150"),
        ("no XML", "D150"),
        (b"\xff\xfe<log/>", "D102"),
        (log(trace("1", NOTICE), head='<!DOCTYPE log SYSTEM "file:///etc/passwd">'), "D151"),
        (log(trace("&a;"), head='<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "D151"),
        (log(trace("&a;"), head='<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "D151"),
        (log("<trace>&a;</trace>"), "D150"),
    ],
)
def test_what_is_no_log_to_be_trusted(judged: Callable[..., ReadResult], text: str | bytes, code: str) -> None:
    result = judged(text)
    assert [each for _, each, _ in told(result)] == [code]


def test_the_cases_before_a_break_are_read(judged: Callable[..., ReadResult]) -> None:
    result = judged(log(trace("1", NOTICE), trace("2", NOTICE), "<trace>"))
    assert [case.id for case in result.cases] == ["1", "2"] and len(result.bad) == 1


def test_a_log_needs_a_map(tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    path.write_text(log(), encoding="utf-8")
    assert told(gather(iter_cases(path, NAMES))) == [(None, "D156", None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("activities = 3", [("D155", "activities")]),
        ("[activities]\nA = 3", [("D155", "activities.A")]),
        ('[activities]\nA = "答復"', [("D154", "activities.A")]),
        ('[activities.A]\nevent = "答复"\nfields = { "同意吗" = "b" }', [("D154", "activities.A")]),
        ('[activities.A]\nevent = "答复"\nevnt = "b"', [("D155", "activities.A.evnt")]),
        ('[facts]\n"不知" = "b"\n[parties]\n"谁" = "c"', [("D154", "facts"), ("D154", "parties")]),
        ('zone = "Mars/Olympus"', [("D155", "zone")]),
        ('lifecycle = 3\ntimes = "no"', [("D155", "times"), ("D155", "lifecycle")]),
        ("activities:", [("D153", None)]),
    ],
)
def test_a_map_that_does_not_fit(tmp_path: Path, text: str, said: list[tuple[str, str | None]]) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    found = load_map(str(path), NAMES)
    assert not isinstance(found, LogMap)
    assert sorted((each.code, each.args.get("where")) for each in found) == sorted(said)


# ── a first map ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_proposed_map_is_a_map(tmp_path: Path, lang: str) -> None:
    hostile = event('A"]\n[x]\n#', "2026-03-02", **{"reply\n[y]": "]\x7f"})
    served = event("serve notice!", "2026-03-02", mode="by post", lifecycle__transition="complete\n[z]")
    path, map_path = tmp_path / "log.xes", tmp_path / "map.toml"
    path.write_text(log(trace("1", hostile.replace("\n", "&#10;"), served.replace("\n", "&#10;"))), encoding="utf-8")
    text = propose(Source(str(path), path), NAMES, lang)  # type: ignore[arg-type]
    assert isinstance(text, str)
    map_path.write_text(text, encoding="utf-8")
    made = load_map(str(map_path), NAMES)
    assert isinstance(made, LogMap)
    assert {name: rules[0].event for name, rules in made.activities.items()} == {"serve notice!": "送达通知"}
    assert made.activities["serve notice!"][0].fields == {"方式": "mode"}


# ── the command line and the library ─────────────────────────────────────────────────────────────────────────────

SAMPLE, SAMPLE_MAP = XPCC / "samples" / "log.xes", XPCC / "samples" / "log-map.toml"


def test_the_sample_is_judged() -> None:
    ran = eco("run", XPCC, SAMPLE, "--map", SAMPLE_MAP, "--as-of", "2025-06-25", "--format", "json")
    assert ran.status == 0
    # Served on 5 June, 5 working days: 17 June. The second reply came on the 20th, the notice on the 5th by Shanghai.
    first, second = (each["tracks"][0] for each in ran.lines)
    assert (first["stage"], [each["degree"] for each in first["findings"]]) == ("待开会", ["note"])
    assert [each["due"] for each in second["findings"] if each["degree"] == "violation"] == ["2025-06-17"]


def test_a_wrong_map_stops_the_run(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[activities]\nA = "回覆"\n', encoding="utf-8")
    ran = eco("run", XPCC, SAMPLE, "--map", path)
    assert ran.status == 1 and "D154" in ran.err and ran.out == ""


def test_eco_map_proposes_a_map(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    assert eco("map", XPCC, SAMPLE, "-o", path).status == 0
    assert '[activities."磋商告知书送达"]' in path.read_text(encoding="utf-8")
    ran = eco("map", XPCC, tmp_path / "nowhere.xes")
    assert ran.status == 1 and "D101" in ran.err


def test_the_library_reads_logs() -> None:
    policy = ecolang.load(XPCC)
    found = list(policy.evaluate_many(SAMPLE, as_of="2025-06-25", log_map=SAMPLE_MAP))
    assert [each.case for each in found] == ["兵环损〔2025〕11号", "兵环损〔2025〕12号"]
    with pytest.raises(ecolang.EcoError):
        policy.evaluate_many(SAMPLE, as_of="2025-06-25", log_map=SAMPLE)
