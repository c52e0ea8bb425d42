"""What the verbs share: language, options, where a policy comes from, and how problems are shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from ecolang.rows import dataclass, field
from ecolang.versions import split_version

if TYPE_CHECKING:
    from ecolang.diagnostics import Diagnostic
    from ecolang.program import Program
    from ecolang.versions import Versions

Lang = Literal["zh", "en"]
F = TypeVar("F", bound=Callable[..., Any])

#: Characters that no terminal shows and some take as commands or line ends, though JSON allows them as they are.
UNSEEN = "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"

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

    click.echo("\n".join(map(visible, message.split("\n"))), err=err)


def lang_option(command: F) -> F:
    return click.option("--lang", type=click.Choice(["zh", "en"]), help="语言 language")(command)


def format_option(command: F) -> F:
    kinds = click.Choice(["text", "json"])
    return click.option("--format", "form", type=kinds, default="text", help="输出格式 output format")(command)


def policy_argument(command: F) -> F:
    """The policy: a file, a folder, an artifact, or FOLDER@VERSION, which --version says too; and days of issue."""
    named = click.argument("policy", type=click.Path(path_type=Path), callback=_at_version)(command)
    version = click.option(
        "--version",
        metavar="NAME",
        is_eager=True,
        expose_value=False,
        callback=_remember,
        help="只用这个版本 this version alone",
    )(named)
    return click.option(
        "--issued",
        metavar="VERSION=DATE",
        multiple=True,
        is_eager=True,
        expose_value=False,
        callback=_remember,
        help="填写印发之日（只有一个版本时写日期即可） the day of issue; with one version a date will do",
    )(version)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    ctx.meta[f"ecolang.{param.name}"] = value


def _at_version(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    version = ctx.meta.get("ecolang.version")
    return value if version is None else value.with_name(f"{value.name}@{version}")


def issued_days(lang: Lang) -> dict[str, str]:
    """The days of issue that the command line fills in, by version ("": the only one)."""
    from ecolang.time import iso

    context = click.get_current_context(silent=True)
    found: dict[str, str] = {}
    for said in () if context is None else context.meta.get("ecolang.issued", ()):
        name, mark, day = said.replace("＝", "=").rpartition("=")
        found[name.strip() if mark else ""] = iso(parse_day(day.strip(), lang))
    return found


def calendars_option(command: F) -> F:
    return click.option(
        "--calendars",
        "calendar_dirs",
        type=click.Path(path_type=Path, file_okay=False),
        multiple=True,
        help="日历文件夹 a folder of calendars",
    )(command)


def parse_day(text: str | None, lang: Lang) -> int:
    """A day option as an ordinal; today where it is not given."""
    from ecolang.time import parse_date

    if text is None:
        return date.today().toordinal()
    day = parse_date(text)
    if day is None:
        raise Failure(say(lang, f"“{text}”不是日期，请写成 2026-03-02。", f"“{text}” is no date; write 2026-03-02."))
    return day


def is_artifact(path: Path) -> bool:
    return path.suffix == ".json" or split_version(path)[0].suffix == ".json"


def need(path: Path, lang: Lang) -> None:
    if not split_version(path)[0].exists():
        raise Failure(say(lang, f"找不到：{path}", f"not found: {path}"))


@dataclass(frozen=True)
class Loaded:
    """Versions, and the errors for which some of their case tests are missing, with the texts that they stand in."""

    versions: Versions
    lost: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


def load_program(policy: Path, lang: Lang, calendar_dirs: Iterable[Path] = (), strict: bool = False) -> Program:
    """The program of a file, folder or artifact; shows its errors and fails if it cannot be used.

    A policy that compiles can be used although `check` finds errors in it, which is told; not if `strict`, unless all
    that is wrong is what the policy itself says not to model. Of several versions it is the newest, which is told.
    """
    versions = load(policy, lang, calendar_dirs, strict).versions
    if versions.several:
        used, names = versions.newest.name, "、".join(versions.names)
        say_error(
            say(
                lang,
                f"注意：{policy} 有几个版本（{names}），这里用最新的 {used}；--version 可以另选。",
                f"caution: {policy} has versions ({names}); this is {used}, the newest; --version takes another.",
            )
        )
    return versions.newest.program


def load(policy: Path, lang: Lang, calendar_dirs: Iterable[Path] = (), strict: bool = False) -> Loaded:
    """All versions, with what became of the case tests, whose errors are the caller's to show."""
    need(policy, lang)
    days = issued_days(lang)
    if is_artifact(policy):
        from ecolang import bundle
        from ecolang.artifact import ArtifactError

        found = bundle.load(policy, days)
        if isinstance(found, ArtifactError):
            raise Failure(found.message(lang))
        return Loaded(found)
    from ecolang_compiler.versions import compile_versions

    compiled = compile_versions(policy, calendar_dirs=tuple(calendar_dirs), allow_not_modelled=True, issued=days)
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
        click.echo(text, err=err)


def colour(err: bool = False) -> bool:
    return (sys.stderr if err else sys.stdout).isatty() and "NO_COLOR" not in os.environ


def print_json(value: Any) -> None:
    click.echo(json_text(value, indent=2))


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON in which Chinese stays readable, and what cannot be seen or would end a line is an escape."""
    import re

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return re.sub(UNSEEN, lambda found: f"\\u{ord(found[0]):04x}", text)


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


def cannot_write(path: Path, error: OSError, lang: Lang) -> Failure:
    return Failure(say(lang, f"不能写入 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}"))
