"""What the verbs share without click: language, exit statuses, loading a policy, showing problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from ecolang.rows import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, Literal, TypeAlias

    from ecolang.diagnostics import Diagnostic
    from ecolang.versions import Versions

Lang: TypeAlias = 'Literal["zh", "en"]'
FINE, UNREADABLE, ERRORS, FAILED = 0, 1, 2, 3

#: Problems of a file or folder as such: nothing in it could be judged.
UNREADABLE_CODES = frozenset(("E011", "E109", "E115", "E119", "E121"))


#: Files that pyarrow writes.
ARROW_ENDINGS = (".parquet", ".arrow", ".feather")


class Failure(Exception):
    """A verb can't go on: the message for the user and the exit status."""

    def __init__(self, message: str, status: int = UNREADABLE) -> None:
        super().__init__(message)
        self.status = status


def language(option: str | None, policy: str = "zh") -> Lang:
    """The option, else ECO_LANG, else the locale, else the language that the policy is written in."""
    for value in (option, os.environ.get("ECO_LANG"), *(os.environ.get(k) for k in ("LC_ALL", "LC_MESSAGES", "LANG"))):
        if value:
            if value.lower().startswith("zh"):
                return "zh"
            if value.lower().startswith("en"):
                return "en"
    return "en" if policy == "en" else "zh"


def say(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def say_error(message: str) -> None:
    """A line or a few for a person, on standard error."""
    tell(message, err=True)


def tell(message: str, err: bool = False) -> None:
    """A line or a few for a person; no path or word in it can move the cursor or turn the line around."""
    from ecolang.diagnostics.template import visible

    echo("\n".join(map(visible, message.split("\n"))) + "\n", err=err)


def echo(text: str, err: bool = False) -> None:
    """Writes to standard output or error as click does; click itself is asked where a terminal must be dealt with."""
    stream = sys.stderr if err else sys.stdout
    if "\x1b" in text or os.name == "nt":
        import click

        click.echo(text, nl=False, err=err)
        return
    stream.write(text)
    stream.flush()


def parse_day(text: str | None, lang: Lang) -> int:
    """A day option as an ordinal; today where it is not given."""
    from ecolang.time.days import parse_date

    if text is None:
        from datetime import date

        return date.today().toordinal()
    day = parse_date(text)
    if day is None:
        raise Failure(say(lang, f"“{text}”不是日期，请写成 2026-03-02。", f"“{text}” is no date; write 2026-03-02."))
    return day


def is_artifact(path: str | Path) -> bool:
    from ecolang.versions import split_name

    text = str(path)
    return text.endswith(".json") or split_name(text)[0].endswith(".json")


def need(path: str | Path, lang: Lang) -> None:
    from ecolang.versions import split_name

    if not os.path.exists(split_name(str(path))[0]):
        raise Failure(say(lang, f"找不到：{path}", f"not found: {path}"))


@dataclass(frozen=True)
class Loaded:
    """Versions, and the errors for which some of their case tests are missing, with the texts that they stand in."""

    versions: Versions
    lost: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


def load_versions(
    policy: str | Path,
    lang: Lang,
    calendar_dirs: Iterable[Path] = (),
    strict: bool = False,
    days: Mapping[str, str] | None = None,
    tested: bool = True,
) -> Loaded:
    """All versions, with what became of the case tests, whose errors are the caller's to show. `days`: of issue; not
    `tested`: the caller has no use for case tests."""
    need(policy, lang)
    days = dict(days or {})
    if is_artifact(policy):
        from ecolang import bundle
        from ecolang.artifact import ArtifactError

        found = bundle.load(policy, days, tested=tested)
        if isinstance(found, ArtifactError):
            raise Failure(found.message(lang))
        return Loaded(found)
    from pathlib import Path

    from ecolang_compiler.versions import compile_versions

    compiled = compile_versions(
        Path(policy), calendar_dirs=tuple(calendar_dirs), allow_not_modelled=True, issued=days, tested=tested
    )
    errors = [each for each in compiled.diagnostics if each.severity == "error"]
    if compiled.versions is None or (strict and errors):
        show_diagnostics(errors, compiled.sources, lang)
        raise Failure(say(lang, f"{policy} 有错误，不能继续。", f"{policy} has errors; stopping."), status_of(errors))
    of_rules = [each for each in errors if each not in compiled.lost]
    if of_rules:
        say_error(
            say(
                lang,
                f"注意：{policy} 有 {len(of_rules)} 处错误，结果未必可靠；eco check 会列出。",
                f"caution: {policy} has {len(of_rules)} error(s), the result may be wrong; eco check lists them.",
            )
        )
    return Loaded(compiled.versions, compiled.lost, compiled.sources)


def status_of(errors: Iterable[Diagnostic]) -> int:
    """The exit status for errors of a policy."""
    return UNREADABLE if any(each.code in UNREADABLE_CODES for each in errors) else ERRORS


def show_diagnostics(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], lang: Lang, err: bool = True
) -> None:
    from ecolang.diagnostics import render_text

    text = render_text(list(diagnostics), sources, lang, color=colour(err))
    if text:
        echo(text + "\n", err=err)


def colour(err: bool = False) -> bool:
    return (sys.stderr if err else sys.stdout).isatty() and "NO_COLOR" not in os.environ


def print_json(value: Any) -> None:
    echo(json_text(value, indent=2) + "\n")


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON in which Chinese stays readable, and what cannot be seen or would end a line is an escape."""
    from ecolang_runtime.wording.lines import json_text

    return json_text(value, indent)


def write_text(path: Path, text: str, lang: Lang) -> None:
    """Writes a file, making its folder; a failure is the user's, with the reason."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"), lang)


def write_bytes(path: Path, data: bytes, lang: Lang) -> None:
    """The same of bytes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise cannot_write(path, error, lang) from None


def cannot_write(path: str | Path, error: OSError, lang: Lang) -> Failure:
    return Failure(say(lang, f"不能写入 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}"))
