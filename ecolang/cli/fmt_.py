"""`eco fmt POLICY`: the canonical layout, or the same policy in the other keywords."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Literal, cast

import click

from ecolang.cli.common import (
    ERRORS,
    FINE,
    UNREADABLE,
    Failure,
    Lang,
    is_artifact,
    language,
    need,
    policy_argument,
    say,
    show_diagnostics,
    write_text,
)
from ecolang.versions import split_version


@click.command("fmt")
@policy_argument
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="用哪种关键词（缺省：原样） keywords (default: the file's own)"
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件或文件夹 write to this file or folder")
@click.option("-w", "--write", is_flag=True, help="写回原文件 write the files back")
@click.option(
    "--check", is_flag=True, help="只看是否已排好，显示差异 only tell whether it is laid out, and the difference"
)
def command(policy: Path, lang: str | None, output: Path | None, write: bool, check: bool) -> int:
    from ecolang.diagnostics import Diagnostic
    from ecolang_compiler.pipeline import policy_files, read_policy, version_files
    from ecolang_compiler.syntax.fmt import format_files

    chosen = language(None)
    need(policy, chosen)
    if is_artifact(policy):
        raise Failure(
            say(
                chosen,
                f"{policy} 是编译好的文件，不能排版；请给出 .eco 文件或者文件夹。",
                f"{policy} is a compiled artifact, which has no text to lay out; name the .eco file or its folder.",
            )
        )
    versions = version_files(policy) if policy.is_dir() else ()
    texts: dict[str, str] = {}
    laid_out: dict[str, str] = {}
    for place in versions if len(versions) > 1 else (policy,):
        files = policy_files(place)
        if isinstance(files, Diagnostic):
            show_diagnostics([files], {}, chosen)
            return UNREADABLE
        found: dict[str, str] = {}
        for file in files:
            text = read_policy(file)
            if isinstance(text, Diagnostic):
                show_diagnostics([text], {}, chosen)
                return UNREADABLE
            found[str(file)] = text
        done, problems = format_files(found, cast("Literal['zh', 'en'] | None", lang))
        show_diagnostics([each for each in problems if each.severity == "error"], found, chosen)
        if done is None:
            return ERRORS
        texts |= found
        laid_out |= done
    if check:
        return _differences(texts, laid_out, chosen)
    if write:
        for name, text in laid_out.items():
            if text != texts[name]:
                write_text(Path(name), text, chosen)
    elif output is None:
        click.echo("\n".join(laid_out.values()), nl=False)
    elif str(policy) in laid_out:
        write_text(output, laid_out[str(policy)], chosen)
    else:
        folder = split_version(policy)[0]
        for name, text in laid_out.items():
            write_text(output / Path(name).relative_to(folder), text, chosen)
    return FINE


def _differences(texts: dict[str, str], laid_out: dict[str, str], lang: Lang) -> int:
    same = True
    for name, text in laid_out.items():
        lines = difflib.unified_diff(texts[name].splitlines(True), text.splitlines(True), name, name)
        difference = "".join(lines)
        if difference:
            same = False
            click.echo(difference, nl=False)
    if same:
        return FINE
    raise Failure(say(lang, "没有排好；eco fmt -w 会写回。", "not laid out; eco fmt -w writes it back."), ERRORS)
