"""`eco diff OLD NEW`, or `eco diff FOLDER OLD NEW`: what an amendment changes, by meaning.

As a note, a table, JSON or a picture, with the redline on request.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecolang.cli.common import (
    FAILED,
    FINE,
    Failure,
    Lang,
    calendars_option,
    colour,
    is_artifact,
    lang_option,
    language,
    load_program,
    print_json,
    say,
    write_bytes,
    write_text,
)
from ecolang.rows import replace

if TYPE_CHECKING:
    from ecolang.program import Program
    from ecolang_compiler.diff import Difference
    from ecolang_compiler.diff.redline import Page, Redline

PICTURES = ("svg", "png", "pdf", "dot")
ENDINGS = {"md": "markdown", "markdown": "markdown", "json": "json", "txt": "text", **{each: each for each in PICTURES}}
BINARY = ("png", "pdf")


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("newer", required=False, metavar="[NEW]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", *PICTURES]),
    help="输出格式（缺省：text，或按 -o 的扩展名） output format",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@click.option("--redline", is_flag=True, help="附上逐条的文字修改 add the changed words, article by article")
@click.option("--all", "everything", is_flag=True, help="逐一列出声明和不设规则的条款 list what is counted")
@click.option("--exit-code", "exit_code", is_flag=True, help="有不同时退出码为 3 exit with 3 where they differ")
@calendars_option
@lang_option
def command(
    old: Path,
    new: Path,
    newer: str | None,
    form: str | None,
    output: Path | None,
    redline: bool,
    everything: bool,
    exit_code: bool,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    from ecolang_compiler.diff import difference

    chosen = language(lang)
    if newer is not None:
        # A folder and two of its versions.
        old, new = old.with_name(f"{old.name}@{new}"), old.with_name(f"{old.name}@{newer}")
    kind = form or _kind(output, chosen)
    before, after = (load_program(path, chosen, calendar_dirs) for path in (old, new))
    found = difference(before, after)
    if kind in PICTURES:
        if redline:
            raise Failure(say(chosen, "图里放不下 --redline。", "--redline does not go with a picture."))
        _give(_picture(before, after, found, kind, chosen), output, kind, chosen)
    else:
        lines = _redlines((old, before), (new, after), found) if redline else None
        _tell(found, lines, kind, output, chosen, everything)
    same = found.empty and found.proved
    return FAILED if exit_code and not same else FINE


def _kind(output: Path | None, lang: Lang) -> str:
    if output is None:
        return "text"
    ending = output.suffix.lstrip(".").lower()
    if ending not in ENDINGS:
        known = "、".join(ENDINGS) if lang == "zh" else ", ".join(ENDINGS)
        raise Failure(
            say(lang, f"不认识格式“{ending}”，可以用{known}。", f"unknown format “{ending}”; there are {known}.")
        )
    return ENDINGS[ending]


def _tell(
    found: Difference,
    lines: tuple[list[Redline], list[Redline]] | None,
    kind: str,
    output: Path | None,
    lang: Lang,
    everything: bool,
) -> None:
    from ecolang_compiler.diff import note, render
    from ecolang_compiler.diff.redline import redline_json, redline_markdown, redline_text

    if kind == "json":
        value = render.json_value(found, lang)
        if lines is not None:
            value |= {"redline": {"source": redline_json(lines[0]), "policy": redline_json(lines[1])}}
        if output is None:
            print_json(value)
            return
        import json

        text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    elif kind == "markdown":
        text = note.markdown(found, lang, everything)
        for title, each in _titled(lines, lang):
            text += f"\n## {title}\n\n{redline_markdown(each)}"
    else:
        paint = _ink if output is None and colour() else _plain
        text = note.note(found, lang, _ink if output is None and colour() else render.plain, everything)
        for title, each in _titled(lines, lang):
            text += f"\n{title}\n\n{redline_text(each, paint)}"
    if output is None:
        click.echo(text, nl=False)
        return
    write_text(output, text, lang)
    click.echo(say(lang, f"已写出：{output}", f"written: {output}"))


def _titled(lines: tuple[list[Redline], list[Redline]] | None, lang: Lang) -> list[tuple[str, list[Redline]]]:
    """The redlines with their titles, the regulation's own text first."""
    titles = (say(lang, "原文的修改", "The text of the regulation"), say(lang, "政策的修改", "The policy"))
    return [(title, each) for title, each in zip(titles, lines or ([], []), strict=True) if each]


def _ink(words: str, mark: str) -> str:
    """Old words red and struck out, new ones green and underlined."""
    return f"\x1b[31;9m{words}\x1b[0m" if mark == "old" else f"\x1b[32;4m{words}\x1b[0m"


def _plain(words: str, mark: str) -> str:
    return f"[-{words}-]" if mark == "old" else f"{{+{words}+}}"


def _redlines(
    old: tuple[Path, Program], new: tuple[Path, Program], found: Difference
) -> tuple[list[Redline], list[Redline]]:
    """The changed words of the regulation's text and of the policy's."""
    from ecolang_compiler.diff.redline import redlines, rule_pages, source_pages

    sources = [source_pages(program) for _, program in (old, new)]
    texts = [_pages(path) for path, _ in (old, new)]
    if None in texts:
        # An artifact keeps the words of its rules only: these are what can be compared.
        texts = [rule_pages(program) for _, program in (old, new)]
    source = redlines(sources[0], sources[1], found) if all(sources) else []
    return source, redlines(texts[0] or [], texts[1] or [], found)


def _pages(path: Path) -> list[Page] | None:
    """The articles of a policy's text; None for an artifact."""
    from ecolang.diagnostics import Diagnostic
    from ecolang_compiler.diff.redline import policy_pages
    from ecolang_compiler.pipeline import policy_files, read_policy
    from ecolang_compiler.syntax import parse

    files = () if is_artifact(path) else policy_files(path)
    text = None if isinstance(files, Diagnostic) or not files else read_policy(files[0])
    if not isinstance(text, str):
        return None
    parsed, _ = parse(text, str(path))
    return None if parsed is None else policy_pages(text, parsed)


def _picture(old: Program, new: Program, found: Difference, kind: str, lang: Lang) -> bytes:
    from ecolang import draw
    from ecolang.draw.marks import marked
    from ecolang_compiler.diff.union import union

    both = union(old, new, found)
    settings = both.program.settings
    title = f"{settings.title}（修订对照：绿色为新增，红色虚线为删去，橙色为修改）"
    label = f"{settings.title_label or settings.title} (amendment: green added, red dashed removed, amber changed)"
    program = replace(both.program, settings=replace(settings, title=title, title_label=label))
    text = marked(draw.dot(program, lang=lang), both.edges, both.stages)
    if kind == "dot":
        return text.encode("utf-8")
    rendered = draw.render(text, kind)
    if not isinstance(rendered, bytes):
        raise Failure(rendered.message(lang))
    return rendered


def _give(data: bytes, output: Path | None, kind: str, lang: Lang) -> None:
    if output is None:
        if kind in BINARY:
            raise Failure(say(lang, "请用 -o 指定文件。", "name a file with -o."))
        click.echo(data.decode("utf-8"), nl=False)
        return
    write_bytes(output, data, lang)
    click.echo(say(lang, f"已画出：{output}", f"drawn: {output}"))
