"""A verdict as a person reads it: what is wrong, what is to be done, what may be done, and how it came to this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ecolang.diagnostics import Lang
from ecolang.program import Program
from ecolang_runtime.verdict import Entry, Finding, Limit, OpenDuty, Permitted, TrackVerdict, Verdict
from ecolang_runtime.wording import sentences
from ecolang_runtime.wording.templates import Pair
from ecolang_runtime.wording.words import Words, words_of

_MARKS = {"violation": "✗", "caution": "△", "note": "·"}
#: What the timeline says of an entry without --full.
_KEPT = frozenset(
    (
        "moved", "forked", "no_effect", "no_edge", "partial", "relied_on", "suspended", "resumed", "restarted",
        "hastened",
    )
)  # fmt: skip
_HEADINGS: dict[str, Pair] = {
    "findings": ("问题", "Findings"),
    "duties": ("应办", "To be done"),
    "permitted": ("可办", "May be done"),
    "limits": ("期限和次数", "Periods and counts"),
    "timeline": ("经过", "What happened"),
    "missing": ("缺少的情况", "Not known"),
    "undecided": ("这里不作判断的条款", "Not decided here"),
    "case": ("全案", "The case as a whole"),
}
_HEAD: dict[str, Pair] = {
    "case": ("案件 {case}　截至{as_of}", "Case {case}, as of {as_of}"),
    "stage": ("{stage}[[（自{since}起）]]", "{stage}[[ (since {since})]]"),
    "outcome": ("已结：{stage}[[（{since}）]]", "closed: {stage}[[ ({since})]]"),
    "over": ("案件已结。", "The case is over."),
    "begins": ("案件尚未开始：{begins}立案。", "The case has not begun: it was opened on {begins}."),
    "none": ("没有发现问题。", "Nothing was found."),
    "notes": ("另有提示{n}条。", "1 note besides.|{n} notes besides."),
    "unsure": (
        "有{n}项是否可以办理，取决于尚不知道的情况。",
        "1 power depends on what is not known.|{n} powers depend on what is not known.",
    ),
    "left_out": (
        "{n}个事件在截至日之后，没有计入。",
        "1 event after that day is left out.|{n} events after that day are left out.",
    ),
    "provisional": (
        "{reasons}的放假安排没有公布，有关日期是暂定的。",
        "The days off of {reasons} are not published; dates that rest on them are provisional.",
    ),
    "readings": ("按另一理解：{names}。", "Under other readings: {names}."),
    "turns_on": (
        "结论取决于对条文的理解，按下列另一理解会不同：{names}。",
        "It would differ under another reading: {names}.",
    ),
    "order": (
        "{days}的事件没有写时间，先后不同，结论就不同。",
        "The order of the untimed events of {days} changes the result.",
    ),
    "policy": ("依据：{policy}[[，{in_force}起施行]]", "Under {policy}[[, in force since {in_force}]]"),
    "version": ("适用版本 {name}", "version {name}"),
    "part": ("{articles}适用版本 {name}", "{articles} of version {name}"),
    "silent": (
        "《{policy}》自{since}起失效，其后没有规定：以上按其原来的规定。",
        "“{policy}” is out of force since {since} and nothing has followed it: the above is by its former rules.",
    ),
    "calendars": ("日历：{names}", "calendars: {names}"),
    "short": ("用 --full 看全部。", "--full shows everything."),
}


def verdict_text(
    program: Program,
    verdict: Verdict,
    lang: Lang = "zh",
    *,
    full: bool = False,
    explain: bool = False,
    tracks: Callable[[TrackVerdict], Program] | None = None,
) -> str:
    """The verdict as text, ending in a line break. `explain`: how each date came about; `full`: that and the rest.

    `tracks`: the program that each track was judged by, where it is not the same for all.
    """
    return "\n".join(_Text(words_of(program, lang), full, explain or full, tracks).lines(verdict)) + "\n"


class _Text:
    def __init__(
        self, words: Words, full: bool, explain: bool, tracks: Callable[[TrackVerdict], Program] | None = None
    ) -> None:
        self.words = words
        self.tracks = tracks
        self.full = full
        self.explain = explain
        program = words.program
        # Powers whose acts move the case; the others are told in one line.
        moving = {edge.trigger.event for edge in program.edges}
        self.movers = {power.id for power in program.powers if any(act.event in moving for act in power.acts)}
        self.space = "　" if words.zh else "  "
        self.hidden = False

    def say(self, key: str, **values: object) -> str:
        return self.words.fill(_HEAD[key], values)

    def lines(self, verdict: Verdict) -> Iterator[str]:
        words = self.words
        yield self.say("case", case=words.name(verdict.case), as_of=words.date(verdict.as_of, weekday=True))
        if verdict.begins is not None:
            yield ""
            yield self.say("begins", begins=words.date(verdict.begins, weekday=True))
        for track in verdict.tracks:
            yield ""
            if self.tracks is None:
                yield from self._track(track)
            else:
                told = _Text(words_of(self.tracks(track), words.lang), self.full, self.explain)
                yield from told._track(track)
                self.hidden = self.hidden or told.hidden
        body = [
            *self._findings(verdict.case_findings, said_none=False),
            *self._duties(verdict.case_open_duties),
        ]
        if body:
            yield ""
            yield f"■ {words.pick(_HEADINGS['case'])}"
            yield from body
        yield ""
        yield from self._foot(verdict)

    def _track(self, track: TrackVerdict) -> Iterator[str]:
        words = self.words
        called = [words.name(name) for name in (track.party, track.part) if name]
        stage = self.say(
            "outcome" if track.outcome else "stage", stage=words.name(track.stage), since=words.date(track.since)
        )
        yield f"■ {self.space.join([*(name for name in called if name), stage])}"
        yield from self._version(track)
        yield from self._findings(track.findings)
        yield from self._duties(track.open_duties)
        yield from self._permitted(track.permitted)
        yield from self._limits(track.limits, track.outcome)
        yield from self._timeline(track.timeline)
        if self.full:
            unknown = (f"· {sentences.missing(words, row)}" for row in track.missing)
            yield from self._section("missing", dict.fromkeys(unknown))
            yield from self._section("undecided", (f"· {words.cite(clause)}" for clause in track.undecided))

    def _version(self, track: TrackVerdict) -> Iterator[str]:
        """The version that the track follows, where there are several."""
        if track.version is not None:
            comma = "、" if self.words.zh else ", "
            said = [self.say("version", name=track.version)]
            for name, articles in track.parts:
                said.append(self.say("part", name=name, articles=comma.join(map(self.words.cite, articles))))
            yield "  " + ("；" if self.words.zh else "; ").join(said) + ("。" if self.words.zh else ".")

    def _section(self, key: str, lines: Iterable[str]) -> Iterator[str]:
        body = list(lines)
        if body:
            yield f"  {self.words.pick(_HEADINGS[key])}"
            yield from (f"    {line}" for line in body)

    def _findings(self, findings: tuple[Finding, ...], said_none: bool = True) -> Iterator[str]:
        order = list(_MARKS)
        shown = sorted(findings, key=lambda row: order.index(row.degree))
        notes = [] if self.full else [row for row in shown if row.degree == "note"]
        lines = [f"{_MARKS[row.degree]} {sentences.finding(self.words, row)}" for row in shown if row not in notes]
        if not lines and said_none:
            lines = [self.say("none")]
        if notes and (lines or said_none):
            lines.append(f"· {self.say('notes', n=len(notes))}")
            self.hidden = True
        yield from self._section("findings", lines)

    def _duties(self, duties: tuple[OpenDuty, ...]) -> Iterator[str]:
        lines: list[str] = []
        for row in sorted(duties, key=lambda row: (row.due.last if row.due else None) or "9999"):
            lines.append(f"{'!' if row.state == 'overdue' else '○'} {sentences.duty(self.words, row)}")
            if self.explain:
                lines += [f"    {each.explain(self.words.lang)}" for each in row.demands if each.computed is not None]
        yield from self._section("duties", lines)

    def _permitted(self, permitted: tuple[Permitted, ...]) -> Iterator[str]:
        lines: list[str] = []
        unsure = 0
        besides: dict[tuple[str, ...], list[Permitted]] = {}
        for row in permitted:
            if row.state == "unknown" and not self.full:
                unsure += 1
                continue
            if not (self.full or row.grounds or row.until or row.norm in self.movers):
                besides.setdefault(row.who, []).append(row)
                continue
            lines.append(f"○ {sentences.permitted(self.words, row)}")
            known = [each for each in row.grounds if self.full or each.state == "true"]
            lines += [f"    {sentences.ground(self.words, each)}" for each in known]
        lines += [f"○ {sentences.also_permitted(self.words, who, rows)}" for who, rows in besides.items()]
        if unsure:
            lines.append(f"· {self.say('unsure', n=unsure)}")
            self.hidden = True
        yield from self._section("permitted", lines)

    def _limits(self, limits: tuple[Limit, ...], closed: bool) -> Iterator[str]:
        # On a closed track a period that still runs concerns nobody.
        shown = [row for row in limits if self.full or (row.used and not (closed and row.state == "running"))]
        lines: list[str] = []
        for row in shown:
            lines.append(f"· {sentences.limit(self.words, row)}")
            if self.explain and row.due is not None and row.due.computed is not None:
                lines.append(f"    {row.due.explain(self.words.lang)}")
        yield from self._section("limits", lines)

    def _timeline(self, timeline: tuple[Entry, ...]) -> Iterator[str]:
        yield from self._section("timeline", (line for row in timeline for line in self._entry(row)))

    def _entry(self, row: Entry) -> Iterator[str]:
        words = self.words
        lapsed = any(each.kind in ("lapsed", "full") for each in row.effects)
        moves = [sentences.effect(words, each) for each in row.effects if each.kind in _KEPT]
        if row.event is None and not lapsed:
            if not moves and not self.full:
                return
            moves = []
        said = sentences.entry(words, row)
        arrow = f" → {('，' if words.zh else ', ').join(moves)}" if moves else ""
        yield f"{row.on}{self.space}{said}{arrow}"
        if self.full:
            for each in row.effects:
                line = sentences.effect(words, each)
                if line not in moves and line not in said:
                    yield f"            {line}{self._cite(each.cite)}"

    def _cite(self, cite: str | None) -> str:
        if not cite:
            return ""
        return f"（{self.words.cite(cite)}）" if self.words.zh else f" ({self.words.cite(cite)})"

    def _foot(self, verdict: Verdict) -> Iterator[str]:
        words = self.words
        comma = "、" if words.zh else ", "
        if verdict.over:
            yield self.say("over")
        if verdict.left_out:
            yield self.say("left_out", n=verdict.left_out)
        if verdict.provisional:
            yield self.say("provisional", reasons=comma.join(verdict.provisional))
        for key, choices in (("readings", verdict.readings), ("turns_on", verdict.turns_on)):
            if choices:
                named = (f"【{reading}】{other}" if words.zh else f"{reading}: {other}" for reading, other in choices)
                yield self.say(key, names=comma.join(named))
        if verdict.order_matters:
            yield self.say("order", days=comma.join(words.date(day) or day for day in verdict.order_matters))
        for used in verdict.versions:
            if used.silent_since is not None:
                yield self.say("silent", policy=used.title, since=words.date(used.silent_since))
        policy = words.program.settings
        title = policy.title_label if not words.zh and policy.title_label else verdict.policy
        said = self.say("policy", policy=f"《{title}》" if words.zh else title, in_force=words.date(verdict.in_force))
        if verdict.calendars:
            calendars = self.say("calendars", names=comma.join(verdict.calendars))
            said += f"；{calendars}" if words.zh else f"; {calendars}"
        yield said + ("。" if words.zh else ".")
        if self.hidden:
            yield self.say("short")
