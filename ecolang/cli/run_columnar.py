"""`eco run --engine columnar`: a file of cases in, a file of verdicts out, in batches."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecolang.cli.common import (
    ARROW_ENDINGS,
    FAILED,
    FINE,
    UNREADABLE,
    Failure,
    Lang,
    cannot_write,
    say,
    say_error,
    show_diagnostics,
)

if TYPE_CHECKING:
    from ecolang_runtime.columnar import Lacking
    from ecolang_runtime.policy import Policy
    from ecolang_runtime.read import ReadCase

_DEGREES = ("violation", "caution", "note")


def run(
    policy: Policy,
    files: tuple[Path, ...],
    day: int,
    output: Path | None,
    fail_on: str | None,
    lang: Lang,
    *,
    readings: bool,
    in_brief: bool = False,
) -> int:
    """Judges each file and tells what became of the cases; the exit status. `in_brief`: into lines of JSON."""
    from ecolang_runtime.columnar import Counts, Lacking, judge_file
    from ecolang_runtime.read import Source

    if in_brief and (output is None or output.suffix.lower() not in ARROW_ENDINGS):
        return _in_brief(policy, files, day, output, fail_on, lang, readings)
    if output is None or output.suffix.lower() not in ARROW_ENDINGS:
        raise Failure(
            say(
                lang,
                "成批判断写出 Parquet 或者 Arrow：用 -o 给出 .parquet 或者 .arrow 文件；"
                "JSON 只有简要的：加上 --detail brief。",
                "the columnar engine writes Parquet or Arrow: give a .parquet or .arrow file with -o; "
                "JSON in brief only: add --detail brief.",
            )
        )
    if len(files) > 1:
        raise Failure(say(lang, "成批判断一次读一个文件。", "the columnar engine reads one file at a time."))

    def tell(bad: ReadCase) -> None:
        show_diagnostics(bad.problems, {}, lang)

    failing = 0

    def seen(table: Any) -> None:
        nonlocal failing
        if fail_on is not None:
            failing += _breaking(table, fail_on)

    counts = Counts()
    for file in files:
        source = Source("-", None, sys.stdin.buffer.read()) if str(file) == "-" else Source(str(file), file)
        try:
            found = judge_file(policy, source, output, as_of=day, readings=readings, tell=tell, seen=seen)
        except Lacking as missing:
            raise lacking(missing, lang) from None
        except OSError as error:
            raise cannot_write(output, error, lang) from None
        counts.add(found)
    _report(counts, lang)
    if counts.bad:
        return UNREADABLE
    return FAILED if failing else FINE


def _in_brief(
    policy: Policy, files: tuple[Path, ...], day: int, output: Path | None, fail_on: str | None, lang: Lang,
    readings: bool,
) -> int:  # fmt: skip
    """Judges the files one after the other into lines of JSON in brief."""
    from contextlib import ExitStack

    from ecolang_runtime.columnar import Counts, Lacking, brief_file
    from ecolang_runtime.read import Source

    def tell(read: ReadCase) -> None:
        show_diagnostics([*read.problems, *read.notes], {}, lang)

    worst = () if fail_on is None else _DEGREES[: _DEGREES.index(fail_on) + 1]
    counts, failing = Counts(), 0
    sys.stdout.flush()
    with ExitStack() as stack:
        try:
            out = sys.stdout.buffer
            if output is not None:
                output.parent.mkdir(parents=True, exist_ok=True)
                out = stack.enter_context(open(output, "wb"))
            for file in files:
                source = Source("-", None, sys.stdin.buffer.read()) if str(file) == "-" else Source(str(file), file)
                found, more = brief_file(policy, source, out, as_of=day, readings=readings, tell=tell, worst=worst)
                counts.add(found)
                failing += more
            out.flush()
        except Lacking as missing:
            raise lacking(missing, lang) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot_write(output or "-", error, lang) from None
    _report(counts, lang)
    if counts.bad:
        return UNREADABLE
    return FAILED if failing else FINE


def lacking(missing: Lacking, lang: Lang) -> Failure:
    """What to say where a library is missing."""
    return Failure(
        say(
            lang,
            f"读写这种文件需要 {missing.library}：pip install '{missing.extra}'",
            f"files of this kind need {missing.library}: pip install '{missing.extra}'",
        )
    )


def _breaking(table: Any, fail_on: str) -> int:
    worst = _DEGREES[: _DEGREES.index(fail_on) + 1]
    return sum(finding["degree"] in worst for found in table.column("findings").to_pylist() for finding in found or ())


def _report(counts: Any, lang: Lang) -> None:
    say_error(
        say(
            lang,
            f"共 {counts.cases} 件：成批判断 {counts.columnar} 件，逐件判断 {counts.ordinary} 件，"
            f"读不了 {counts.bad} 件。",
            f"{counts.cases} case(s): {counts.columnar} in columns, {counts.ordinary} one by one, "
            f"{counts.bad} unreadable.",
        )
    )
    for reason, number in counts.why.most_common():
        say_error(f"  {number:>8}  {reason}")
