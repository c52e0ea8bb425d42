"""What the verbs share besides: options, and where a policy comes from, and how problems are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ecolang.cli.plain import (
    ARROW_ENDINGS,
    ERRORS,
    FAILED,
    FINE,
    UNREADABLE,
    UNREADABLE_CODES,
    Failure,
    Lang,
    Loaded,
    cannot_write,
    colour,
    echo,
    is_artifact,
    json_text,
    language,
    load_versions,
    need,
    parse_day,
    print_json,
    say,
    say_error,
    show_diagnostics,
    status_of,
    tell,
    write_bytes,
    write_text,
)

if TYPE_CHECKING:
    from ecolang.program import Program

__all__ = [
    "ARROW_ENDINGS",
    "ERRORS",
    "FAILED",
    "FINE",
    "UNREADABLE",
    "UNREADABLE_CODES",
    "F",
    "Failure",
    "Lang",
    "Loaded",
    "calendars_option",
    "cannot_write",
    "colour",
    "echo",
    "format_option",
    "is_artifact",
    "issued_days",
    "json_text",
    "lang_option",
    "language",
    "load",
    "load_program",
    "load_versions",
    "need",
    "parse_day",
    "policy_argument",
    "print_json",
    "say",
    "say_error",
    "show_diagnostics",
    "status_of",
    "tell",
    "write_bytes",
    "write_text",
]

F = TypeVar("F", bound=Callable[..., Any])


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


def load_program(
    policy: Path, lang: Lang, calendar_dirs: Iterable[Path] = (), strict: bool = False, tested: bool = True
) -> Program:
    """The program of a file, folder or artifact; shows its errors and fails if it cannot be used.

    A policy that compiles can be used although `check` finds errors in it, which is told; not if `strict`, unless all
    that is wrong is what the policy itself says not to model. Of several versions it is the newest, which is told. Not
    `tested`: the caller has no use for case tests.
    """
    versions = load(policy, lang, calendar_dirs, strict, tested).versions
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


def load(
    policy: Path, lang: Lang, calendar_dirs: Iterable[Path] = (), strict: bool = False, tested: bool = True
) -> Loaded:
    """All versions, issued on the days that the command line fills in."""
    return load_versions(policy, lang, calendar_dirs, strict, issued_days(lang), tested)
