"""What a case test expected and what came out instead, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ecolang.diagnostics import Lang, Local
from ecolang.program import Program
from ecolang_runtime.verdict import TrackVerdict, Verdict
from ecolang_runtime.wording import Words, sentences
from ecolang_runtime.wording.templates import Pair

EXPECTED: Mapping[str, Pair] = {
    "stage": ("阶段为{name}", "stage is {name}"),
    "outcome": ("结局为{name}", "outcome is {name}"),
    "no_findings": ("没有问题", "no findings"),
    "finding": ("{degree}[[{ref}]][[：{details}]]", "{degree}[[ {ref}]][[: {details}]]"),
    "duty": (
        "[[{role}]]应当{name}[[，依{ref}]][[，至{due}]][[，自{since}起]][[，{state}]]",
        "[[{role} ]]must {name}[[, under {ref}]][[, by {due}]][[, since {since}]][[, {state}]]",
    ),
    "no_duty": ("[[{role}]]没有义务{name}", "[[{role} ]]need not {name}"),
    "permitted": (
        "[[{role}]]可以{name}[[，依{ref}]][[，自{since}起]][[，至{due}]]",
        "[[{role} ]]may {name}[[, under {ref}]][[, since {since}]][[, until {due}]]",
    ),
    "not_permitted": ("[[{role}]]不可以{name}[[，依{ref}]]", "[[{role} ]]may not {name}[[, under {ref}]]"),
    "period": ("{name}至{due}", "{name} until {due}"),
    "period_state": ("{name}{state}", "{name} is {state}"),
    "count": ("{name}{number}次", "{name} {number} times"),
    "missing": ("缺少“{name}”", "“{name}” is not known"),
    "over": ("案件已结", "the case is over"),
    "not_over": ("案件未结", "the case is not over"),
    "provisional": ("日期为暂定", "dates are provisional"),
    "turns_on": ("取决于理解【{text}】", "turns on the reading {text}"),
    "effectless": ("{name}没有效力", "{name} has no effect"),
}
FINDING_DEGREES: Mapping[str, Pair] = {
    "violation": ("违反", "violates"),
    "caution": ("偏离", "deviates from"),
    "note": ("提示", "remarks on"),
}
_STATES: Mapping[str, Pair] = {
    "not_started": ("未开始", "not started"),
    "running": ("进行中", "running"),
    "suspended": ("中止", "suspended"),
    "lapsed": ("已届满", "lapsed"),
    "not_lapsed": ("未届满", "not lapsed"),
    "reached": ("已满", "run in full"),
    "overdue": ("已逾期", "overdue"),
}
FINDING_KINDS: Mapping[str, Pair] = {
    "overdue": ("逾期未办", "not done in time"),
    "late": ("逾期", "late"),
    "lead_time": ("提前不足", "too short notice"),
    "too_early": ("过早", "too early"),
    "missing": ("未先行", "not done first"),
    "too_many": ("次数过多", "too many"),
    "too_few": ("次数不足", "too few"),
    "exceeded": ("超期", "time exceeded"),
    "not_permitted": ("无权", "not permitted"),
    "forbidden": ("禁止", "forbidden"),
    "wrong_actor": ("主体不符", "wrong actor"),
    "incomplete": ("内容不全", "incomplete"),
    "unsigned": ("未签字", "unsigned"),
    "unnoted": ("未注明", "not noted"),
    "out_of_order": ("次序不符", "out of order"),
    "unexpected": ("不合时宜", "unexpected"),
    "after_deemed": ("视为之后", "after the deemed event"),
    "undetermined": ("未定", "undetermined"),
    "not_checked": ("未核对", "not checked"),
}
_DETAILS: Mapping[str, Pair] = {
    "number": ("第{value}次", "number {value}"),
    "due": ("应于{value}", "due {value}"),
    "days": ("逾{value}日", "{value} days"),
}
_OVER: Pair = ("案件已结", "the case is over")
_NOT_OVER: Pair = ("案件未结", "the case is not over")
_NOTHING: Pair = ("没有", "nothing")
_NO_FINDINGS: Pair = ("没有问题", "no findings")
_TIMES: Pair = ("{n}次", "once|{n} times")
_SHOWN = 6


class Telling:
    """Expected and got, in one language."""

    def __init__(self, program: Program, lang: Lang) -> None:
        self.words = Words(program, lang)

    def expected(self, row: Mapping[str, Any]) -> str:
        """The expectation as the drafter would write it."""
        words = self.words
        party = "".join(str(row[key]) for key in ("party", "part") if row.get(key))
        state = str(row.get("state"))
        values = {
            "name": words.name(row.get("name")),
            "role": words.who((row["role"],)) if row.get("role") else None,
            "ref": words.cite(row["ref"]) if row.get("ref") else None,
            "due": words.date(row.get("due")),
            "since": words.date(row.get("since")),
            "state": words.pick(_STATES[state]) if state in _STATES else None,
            "number": row.get("number"),
            "text": row.get("text"),
            "degree": words.pick(FINDING_DEGREES[row["degree"]]) if row.get("degree") else None,
            "details": self._details(row),
        }
        said = words.fill(EXPECTED[row["kind"]], values)
        return f"{party}{'' if words.zh else ': '}{said}" if party else said

    def _details(self, row: Mapping[str, Any]) -> str:
        words = self.words
        said = [words.pick(FINDING_KINDS[row["finding"]])] if row.get("finding") else []
        said += [words.who((row["role"],)) or ""] if row.get("role") else []
        said += [str(row["text"])] if row.get("text") else []
        for key, pair in _DETAILS.items():
            if row.get(key) is not None:
                value = words.date(row[key]) if key == "due" else row[key]
                said.append(words.fill(pair, {"value": value}))
        return ("，" if words.zh else ", ").join(said)

    def got(self, row: Mapping[str, Any], verdict: Verdict, tracks: Iterable[TrackVerdict]) -> str:
        """What the verdict says about the thing that the expectation speaks of."""
        return self._listed(list(dict.fromkeys(_GOT[row["kind"]](self, row, verdict, list(tracks)))), row)

    def _listed(self, said: list[str], row: Mapping[str, Any]) -> str:
        words = self.words
        if not said:
            return words.pick(_NO_FINDINGS if row["kind"] in ("finding", "no_findings") else _NOTHING)
        shown = said[:_SHOWN] + (["…"] if len(said) > _SHOWN else [])
        return ("；" if words.zh else "; ").join(each.rstrip("。.") for each in shown)

    def stages(self, _: Any, __: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        for track in tracks:
            who = " ".join(name for name in (track.party, track.part) if name)
            stage = self.words.name(track.stage) or track.stage
            yield f"{who}：{stage}" if who and len(tracks) > 1 else stage

    def findings(self, row: Mapping[str, Any], verdict: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        notes = row.get("degree") == "note"
        for finding in (*verdict.case_findings, *(each for track in tracks for each in track.findings)):
            if notes or finding.degree != "note":
                kind = self.words.pick(FINDING_KINDS[finding.kind])
                degree = self.words.pick(FINDING_DEGREES[finding.degree])
                yield f"{degree}·{kind}·{sentences.finding(self.words, finding)}"

    def duties(self, _: Any, verdict: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        for duty in (*(each for track in tracks for each in track.open_duties), *verdict.case_open_duties):
            yield sentences.duty(self.words, duty)

    def permitted(self, row: Mapping[str, Any], _: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        for permitted in (each for track in tracks for each in track.permitted):
            if row.get("name") in permitted.events:
                yield sentences.permitted(self.words, permitted)
                yield from (sentences.ground(self.words, ground) for ground in permitted.grounds)

    def periods(self, row: Mapping[str, Any], _: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        for limit in (each for track in tracks for each in track.limits):
            if limit.norm == row.get("name"):
                yield sentences.limit(self.words, limit)

    def count(self, row: Mapping[str, Any], _: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        return [self.words.fill(_TIMES, {"n": times(row, tracks)})]

    def missing(self, _: Any, __: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        return (self.words.missing((each.name,)) for track in tracks for each in track.missing)

    def over(self, _: Any, verdict: Verdict, __: list[TrackVerdict]) -> Iterable[str]:
        return [self.words.pick(_OVER if verdict.over else _NOT_OVER)]

    def provisional(self, _: Any, verdict: Verdict, __: list[TrackVerdict]) -> Iterable[str]:
        return verdict.provisional

    def turns_on(self, _: Any, verdict: Verdict, __: list[TrackVerdict]) -> Iterable[str]:
        return (f"【{reading}】{other}" for reading, other in verdict.turns_on)

    def entries(self, row: Mapping[str, Any], _: Verdict, tracks: list[TrackVerdict]) -> Iterable[str]:
        for entry in (each for track in tracks for each in track.timeline):
            if entry.event == row.get("name"):
                done = (sentences.effect(self.words, each) for each in entry.effects)
                yield f"{self.words.date(entry.on)}：{'，'.join(done) or sentences.entry(self.words, entry)}"


def times(row: Mapping[str, Any], tracks: Iterable[TrackVerdict]) -> int:
    """How often an event took effect: on the tracks together, one that concerned several of them once."""
    numbers = {
        entry.seq for track in tracks for entry in track.timeline if entry.event == row["name"] and entry.had_effect
    }
    return len(numbers)


_Got = Callable[[Telling, Mapping[str, Any], Verdict, list[TrackVerdict]], Iterable[str]]
_GOT: Mapping[str, _Got] = {
    "stage": Telling.stages,
    "outcome": Telling.stages,
    "no_findings": Telling.findings,
    "finding": Telling.findings,
    "duty": Telling.duties,
    "no_duty": Telling.duties,
    "permitted": Telling.permitted,
    "not_permitted": Telling.permitted,
    "period": Telling.periods,
    "period_state": Telling.periods,
    "count": Telling.count,
    "missing": Telling.missing,
    "over": Telling.over,
    "not_over": Telling.over,
    "provisional": Telling.provisional,
    "turns_on": Telling.turns_on,
    "effectless": Telling.entries,
}


def both(program: Program, tell: Callable[[Telling], str]) -> Local:
    """Something told in both languages."""
    return Local(tell(Telling(program, "zh")), tell(Telling(program, "en")))
