"""Cases judged and told as `eco run` is asked to; knows nothing of click, which one judgement need not load."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping

from ecolang.cli.plain import (
    ARROW_ENDINGS,
    FAILED,
    FINE,
    UNREADABLE,
    Failure,
    Lang,
    cannot_write,
    echo,
    language,
    load_versions,
    parse_day,
    say,
    say_error,
    show_diagnostics,
)
from ecolang.cli.progress import Progress
from ecolang.rows import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from ecolang.versions import Versions
    from ecolang_runtime.brief import Brief
    from ecolang_runtime.policy import Policy
    from ecolang_runtime.read import ReadCase
    from ecolang_runtime.verdict import Verdict
    from ecolang_runtime.xes.mapping import LogMap

# Cases after which the engines have what they keep.
_FEW = 5
#: The degrees of a finding, the gravest first.
DEGREES = ("violation", "caution", "note")


@dataclass(frozen=True, slots=True)
class Task:
    """What a command line asks for. `issued`: days of issue as it gives them, VERSION=DATE."""

    policy: str
    cases: tuple[str, ...]
    as_of: str | None = None
    readings: tuple[str, ...] = ()
    try_readings: bool = True
    fail_on: str | None = None
    full: bool = False
    detail: str = "full"
    form: str = "text"
    engine: str | None = None
    log_map: Path | None = None
    output: str | None = None
    calendar_dirs: tuple[Path, ...] = ()
    lang: str | None = None


def judge(task: Task, days: Mapping[str, str] | None = None, collect: bool = True) -> int:
    """Judges the cases and tells their verdicts; the exit status. `days`: of issue, by version; `collect`: whether the
    garbage of a long run is to be collected."""
    from ecolang.errors import EcoError

    chosen = language(task.lang)
    if task.detail == "brief" and task.form != "json":
        zh = "--detail brief 只有 JSON：加上 --format json。"
        raise Failure(say(chosen, zh, "--detail brief is JSON only: add --format json."))
    day = parse_day(task.as_of, chosen)
    # Other processes are told the digest of the whole policy.
    tested = task.engine not in (None, "compiled", "reference")
    versions = load_versions(task.policy, chosen, task.calendar_dirs, days=days, tested=tested).versions
    policy = _policy(versions, task.policy, task.readings, chosen, task.engine)
    scaled = task.engine not in (None, "compiled", "reference", "columnar")
    if not scaled and (task.engine == "columnar" or (task.output or "").lower().endswith(ARROW_ENDINGS)):
        from pathlib import Path

        from ecolang.cli.run_columnar import run

        output = None if task.output is None else Path(task.output)
        files = tuple(map(Path, task.cases))
        in_brief = task.detail == "brief"
        return run(policy, files, day, output, task.fail_on, chosen, readings=task.try_readings, in_brief=in_brief)
    if scaled:
        from ecolang.cli.run_scaled import run as run_scaled

        return run_scaled(policy, task, day, chosen)
    from ecolang_runtime.scale.work import breaks, verdict_of

    printer = _Printer(policy, chosen, task.form, task.full, task.output)
    progress = Progress(
        lambda n: say(chosen, f"已看过 {n} 件……", f"{n} case(s) …"), quiet=task.output is None and sys.stdout.isatty()
    )
    judged = bad = failing = 0
    collector = _Collector(collect)
    try:
        for read in _read(policy, task, day, chosen):
            notes = (*read.problems, *read.notes)
            if notes:
                progress.clear()
                show_diagnostics(notes, {}, chosen)
            if read.data is None:
                bad += 1 if read.id is not None or read.problems else 0
                continue
            try:
                verdict = verdict_of(policy, read.data, day, task.detail, try_readings=task.try_readings)
            except EcoError as error:
                progress.clear()
                show_diagnostics(error.diagnostics, {}, chosen)
                bad += 1
                continue
            judged += 1
            failing += task.fail_on is not None and breaks(verdict, task.fail_on)
            printer.show(verdict)
            progress.step()
            collector.step()
    finally:
        collector.restore()
        progress.clear()
        printer.close()
    status = report(judged, bad, failing, chosen)
    if task.engine == "compiled" and policy.stats.reference:
        _tell_slow(policy, chosen)
    return status


def report(judged: int, bad: int, failing: int, lang: Lang) -> int:
    """Tells how many cases there were; the exit status."""
    if judged + bad != 1 or bad:
        say_error(
            say(
                lang,
                f"共 {judged + bad} 件：已判断 {judged} 件，读不了 {bad} 件。",
                f"{judged + bad} case(s): {judged} judged, {bad} unreadable.",
            )
        )
    if bad:
        return UNREADABLE
    return FAILED if failing else FINE


def _tell_slow(policy: Policy, lang: Lang) -> None:
    """Says what the reference judged in place of the engine that was asked for."""
    reasons = "; ".join(f"{reason} ({count})" for reason, count in policy.stats.reasons.items())
    zh = f"有 {policy.stats.reference} 次由参考引擎判断，因为编译引擎没有：{reasons}。"
    en = f"the reference judged {policy.stats.reference} time(s), for what the compiled engine lacks: {reasons}."
    say_error(say(lang, zh, en))


def _policy(versions: Versions, path: str, readings: tuple[str, ...], lang: Lang, engine: str | None) -> Policy:
    from ecolang.errors import EcoError
    from ecolang_runtime.policy import Policy

    choices = []
    for each in readings:
        name, mark, alternative = each.replace("＝", "=").partition("=")
        if not mark:
            raise Failure(say(lang, f"“{each}”应当写成：理解=另一理解。", f"“{each}” must be NAME=ALTERNATIVE."))
        choices.append((name.strip(), alternative.strip()))
    try:
        return Policy(versions, path, tuple(choices), engine if engine in ("compiled", "reference") else "auto")
    except EcoError as error:
        raise Failure(error.say(lang)) from None


def _read(policy: Policy, task: Task, day: int, lang: Lang) -> Iterator[ReadCase]:
    from ecolang_runtime.read import Source, iter_cases, spooled

    log_map = None if task.log_map is None else _map(str(task.log_map), policy, lang)
    for file in task.cases:
        if file != "-":
            yield from iter_cases(Source(file, file), policy.names, as_of=day, log_map=log_map)
            continue
        with spooled(sys.stdin.buffer, "-") as source:
            yield from iter_cases(source, policy.names, as_of=day)


def _map(path: str, policy: Policy, lang: Lang) -> LogMap:
    from ecolang_runtime.xes.mapping import LogMap, load_map

    found = load_map(path, policy.names)
    if isinstance(found, LogMap):
        return found
    show_diagnostics(found, {}, lang)
    raise Failure(say(lang, f"对应表 {path} 有错误，不能继续。", f"the map {path} has errors; stopping."))


class _Collector:
    """Keeps the garbage collector from looking through the policy again and again: off for the first case, and rare
    from then on, since verdicts hold no cycles."""

    def __init__(self, on: bool) -> None:
        self._thresholds = gc.get_threshold()
        self._on = on
        self._steps = 0
        gc.disable()

    def step(self) -> None:
        """One more case is judged."""
        self._steps += 1
        if self._steps == _FEW and self._on:
            gc.freeze()
            gc.set_threshold(50_000, 50, 100)
            gc.enable()

    def restore(self) -> None:
        """As it was before."""
        gc.set_threshold(*self._thresholds)
        gc.unfreeze()
        if self._on:
            gc.enable()


class _Printer:
    """Writes each verdict as it comes, so that a long run shows its results and keeps none."""

    def __init__(self, policy: Policy, lang: Lang, form: str, full: bool, output: str | None) -> None:
        self.policy, self.lang, self.form, self.full = policy, lang, form, full
        self.first = True
        self.file: Any = None
        if output is not None:
            from ecolang_runtime.scale.work import BUFFER

            try:
                os.makedirs(os.path.dirname(output) or ".", exist_ok=True)
                self.file = open(output, "wb", BUFFER)  # noqa: SIM115
            except OSError as error:
                raise cannot_write(output, error, lang) from None

    def show(self, verdict: Verdict | Brief) -> None:
        from ecolang_runtime.scale.work import told

        text = told(self.policy, verdict, self.lang, self.form, self.full)
        if self.first and self.form == "text":
            # Cases are parted by an empty line.
            text = text[1:]
        self.first = False
        if self.file is None:
            echo(text.decode())
        else:
            self.file.write(text)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
