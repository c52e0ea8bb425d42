"""The case tests of an older version that a newer one breaks: what `check` lists to be gone through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.diagnostics import Diagnostic, Local, hint, make_diagnostic, message
from ecolang.program import CaseTest, Program
from ecolang.rows import replace
from ecolang.source_ref import Ref, parse_ref
from ecolang.versions import Version, Versions
from ecolang_runtime.casetest import Outcome, run_tests


def broken_tests(versions: Versions) -> Iterator[Diagnostic]:
    """A warning for each test of a version that the next one breaks, as long as that has no tests of its own."""
    for older, newer in zip(versions.rows, versions.rows[1:], strict=False):
        if newer.program.tests:
            continue
        tests = tuple(_renumbered(test, newer.program) for test in older.program.tests)
        for outcome in run_tests(replace(newer.program, tests=tests)):
            if not outcome.passed:
                yield _warning(older, newer, outcome)


def _warning(older: Version, newer: Version, outcome: Outcome) -> Diagnostic:
    told = [
        Local(
            f"第{failure.line}行预期{_plain(failure.expected, 'zh')}，实际{_plain(failure.got, 'zh')}",
            f"line {failure.line} expects {_plain(failure.expected, 'en')}, and it is {_plain(failure.got, 'en')}",
        )
        for failure in outcome.failures
    ]
    told += [
        Local(
            f"{message(each, 'zh')}{hint(each, 'zh')}".rstrip("。"),
            f"{message(each, 'en')} {hint(each, 'en')}".rstrip("."),
        )
        for each in outcome.problems
    ]
    difference = Local("；".join(each.zh for each in told), "; ".join(each.en for each in told))
    return make_diagnostic("E008", None, older=older.name, newer=newer.name, test=outcome.id, difference=difference)


def _plain(words: Local, lang: Any) -> str:
    return words.say(lang).rstrip("。.")


def _renumbered(test: CaseTest, newer: Program) -> CaseTest:
    """The test with the numbers that the newer version gives the clauses it cites."""
    lang = "zh" if newer.settings.language == "zh" else "en"

    def moved(value: Any) -> Any:
        ref = parse_ref(value) if isinstance(value, str) else None
        found = None if ref is None else _moved(ref, newer)
        return value if found is None else found.format("zh" if lang == "zh" else "en")

    return replace(
        test,
        events=tuple(
            {key: moved(each) if key == "ground" else each for key, each in row.items()} for row in test.events
        ),
        checks=tuple(
            {
                key: [{name: moved(said) if name == "ref" else said for name, said in row.items()} for row in each]
                if key == "expects"
                else each
                for key, each in check.items()
            }
            for check in test.checks
        ),
    )


def _moved(ref: Ref, newer: Program) -> Ref | None:
    """Where a place of the older version stands now, if 原第…条 says that it has moved."""
    for row in newer.renumberings:
        was, now = parse_ref(row.formerly), parse_ref(row.cite)
        if was is not None and now is not None and ref.within(was):
            return Ref(
                now.article,
                now.annex,
                ref.paragraph if was.paragraph is None else now.paragraph,
                ref.item if was.item is None else now.item,
                ref.subitem,
                now.suffix,
            )
    return None
