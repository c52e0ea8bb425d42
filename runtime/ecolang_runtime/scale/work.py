"""What a worker does: loads the policy once, judges the cases of a part, and leaves its verdicts under the part's name.

A part may be worked on twice, when a worker dies or is thought to have died. Both write the same bytes, each under a
name of its own, and the last step is a rename: a part's file is whole or not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ecolang import bundle
from ecolang.artifact import ArtifactError
from ecolang.diagnostics import Diagnostic, Lang
from ecolang.errors import EcoError
from ecolang.readings import Choice
from ecolang.rows import dataclass, replace
from ecolang_runtime.brief import Brief
from ecolang_runtime.case import CaseData
from ecolang_runtime.policy import Policy
from ecolang_runtime.read import ReadCase, Source, iter_cases
from ecolang_runtime.read.json_lines import Span, read_span
from ecolang_runtime.verdict import Verdict

#: Bytes that are kept before they are written.
BUFFER = 1 << 17
#: How much a verdict tells.
DETAILS = ("full", "brief")
DEGREES = ("violation", "caution", "note")


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker needs to know. `folder`: where the policy lies and the parts go, the same path for all;
    `digest`, `release`: of the policy and of EcoLang, which must be the worker's own; `fixed`: one version for all."""

    folder: str
    digest: str
    release: str
    as_of: int
    fixed: bool = False
    readings: tuple[Choice, ...] = ()
    try_readings: bool = True
    lang: Lang = "zh"
    form: str = "json"
    full: bool = False
    detail: str = "full"
    fail_on: str | None = None
    log_map: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a span or run of rows of one, in the order in which the output has them. `name`: what messages call
    the file."""

    number: int
    name: str
    path: str
    span: Span | None = None
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a part. `notes`: what is to be told of its cases, in their order; `columnar`, `why`: of a part of
    a table, how many cases were judged in columns, and what the others were left for."""

    number: int
    judged: int
    bad: int
    failing: int
    notes: tuple[Diagnostic, ...]
    columnar: int = 0
    why: tuple[tuple[str, int], ...] = ()


class Unfit(Exception):
    """A worker that cannot do the job as everybody else does it: another release, another policy, no such folder."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en


#: The policies that this process has loaded, by job.
_policies: dict[tuple[str, str, tuple[Choice, ...]], Policy] = {}


def release() -> str:
    """The release of EcoLang that runs here."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ecolang")
    except PackageNotFoundError:
        return ""


def policy_path(folder: str) -> str:
    """Where the policy of a job lies."""
    return os.path.join(folder, "policy.json")


def part_path(folder: str, number: int) -> str:
    """Where the verdicts of a part go."""
    return os.path.join(folder, f"part-{number:06}")


def judge_part(job: Job, part: Part) -> Done:
    """Judges a part and writes its verdicts. Raises Unfit, OSError, Lacking."""
    policy = _policy(job)
    if job.form == "table":
        return _judge_table(job, part, policy)
    judged = bad = failing = 0
    notes: list[Diagnostic] = []
    path = part_path(job.folder, part.number)
    own = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        with open(own, "wb", BUFFER) as out:
            for read in _cases(job, part, policy):
                notes += (*read.problems, *read.notes)
                if read.data is None:
                    bad += 1 if read.id is not None or read.problems else 0
                    continue
                try:
                    verdict = verdict_of(policy, read.data, job.as_of, job.detail, try_readings=job.try_readings)
                except EcoError as error:
                    notes += error.diagnostics
                    bad += 1
                    continue
                judged += 1
                failing += job.fail_on is not None and breaks(verdict, job.fail_on)
                out.write(told(policy, verdict, job.lang, job.form, job.full))
        os.replace(own, path)
    finally:
        if os.path.exists(own):
            os.unlink(own)
    return Done(part.number, judged, bad, failing, tuple(notes))


def _judge_table(job: Job, part: Part, policy: Policy) -> Done:
    from ecolang_runtime.columnar.shares import judge_share

    notes: list[Diagnostic] = []
    path = part_path(job.folder, part.number)
    own = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
    worst = () if job.fail_on is None else DEGREES[: DEGREES.index(job.fail_on) + 1]
    try:
        counts, failing = judge_share(
            policy, Source(part.name, part.path), part.rows, own, as_of=job.as_of, readings=job.try_readings,
            worst=worst, tell=lambda read: notes.extend(read.problems),
        )  # fmt: skip
        os.replace(own, path)
    finally:
        if os.path.exists(own):
            os.unlink(own)
    judged = counts.columnar + counts.ordinary
    return Done(part.number, judged, counts.bad, failing, tuple(notes), counts.columnar, tuple(counts.why.items()))


def verdict_of(policy: Policy, case: CaseData, as_of: int, detail: str, *, try_readings: bool) -> Verdict | Brief:
    """The verdict of a case, or it in brief. Raises EcoError."""
    if detail == "brief":
        return policy.brief(case, as_of, try_readings=try_readings)
    return policy.judge(case, as_of, try_readings=try_readings)


def told(policy: Policy, verdict: Verdict | Brief, lang: Lang, form: str, full: bool) -> bytes:
    """A verdict as output has it: a line of JSON, or text behind an empty line."""
    if form == "json" or isinstance(verdict, Brief):
        return policy.json_line(verdict, lang)
    return ("\n" + policy.text(verdict, lang, full=full)).encode("utf-8", "backslashreplace")


def breaks(verdict: Verdict | Brief, fail_on: str) -> bool:
    """Whether a verdict has a finding that is as grave."""
    worst = DEGREES[: DEGREES.index(fail_on) + 1]
    return any(finding.degree in worst for finding in verdict.findings)


def _cases(job: Job, part: Part, policy: Policy) -> Iterator[ReadCase]:
    source = Source(part.name, part.path)
    if part.span is not None:
        return read_span(source, part.span, policy.names, job.as_of)
    if part.rows is not None:
        from ecolang_runtime.columnar.files import read_arrow

        return read_arrow(source, policy.names, job.as_of, part.rows)
    log_map = None if job.log_map is None else policy.log_map(job.log_map)
    return iter_cases(source, policy.names, as_of=job.as_of, log_map=log_map)


def _policy(job: Job) -> Policy:
    key = (job.folder, job.digest, job.readings)
    found = _policies.get(key)
    if found is None:
        if job.release != release():
            raise Unfit(
                f"这里的 ecolang 是 {release()}，任务要求 {job.release}：各台机器装同一个版本。",
                f"this machine has ecolang {release()}, the job asks for {job.release}: install the same everywhere.",
            )
        path = policy_path(job.folder)
        versions = bundle.load(path)
        if isinstance(versions, ArtifactError):
            raise Unfit(
                versions.message("zh") + "各台机器要能以同一路径读写这个文件夹。",
                versions.message("en") + " Every machine must reach this folder by the same path.",
            )
        found = Policy(replace(versions, fixed=job.fixed), path, job.readings)
        if found.hash != job.digest:
            raise Unfit(
                f"{path} 不是任务的法规：摘要是 {found.hash}，应为 {job.digest}。",
                f"{path} is not the policy of the job: its digest is {found.hash}, not {job.digest}.",
            )
        _policies.clear()
        _policies[key] = found
    return found
