"""`eco new-version FOLDER NEW`: a copy of a version to amend, with its day, its case tests and a changelog entry."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecolang.cli.common import (
    ERRORS,
    Failure,
    Lang,
    cannot_write,
    lang_option,
    language,
    need,
    parse_day,
    say,
    show_diagnostics,
    write_text,
)

if TYPE_CHECKING:
    from ecolang_compiler.syntax.tree import PolicyFile

_NAME = re.compile(r"[^\s/\\@=:*?\"<>|.][^\s/\\@=:*?\"<>|]{0,60}")
#: What the copied version says of the numbers before it, which is no longer so for the copy.
_FORMERLY = re.compile(
    r"（原(?:第|附件)[^（）\n]{1,30}）| ?\(formerly [^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)", re.IGNORECASE
)
CHANGES = "CHANGES.md"


@click.command("new-version")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("new", metavar="NAME")
@click.option(
    "--from", "old", metavar="OLD", help="从哪个版本复制（缺省：最新的） the version to copy, else the newest"
)
@click.option("--in-force", "in_force", metavar="DATE", required=True, help="从哪一天起施行 in force from this day")
@click.option("--cases/--no-cases", "cases", default=True, help="是否复制案例 copy the case tests")
@lang_option
def command(folder: Path, new: str, old: str | None, in_force: str, cases: bool, lang: str | None) -> int:
    from ecolang.time import iso
    from ecolang_compiler.pipeline import read_policy, version_files
    from ecolang_compiler.syntax import parse

    chosen = language(lang)
    need(folder, chosen)
    day = iso(parse_day(in_force, chosen))
    versions = {each.stem: each for each in version_files(folder)}
    source = _source(folder, versions, old, chosen)
    target = folder / f"{new}.eco"
    _fits(folder, new, target, chosen)
    text = read_policy(source)
    if not isinstance(text, str):
        show_diagnostics([text], {}, chosen)
        return ERRORS
    tree, problems = parse(text, str(source))
    errors = [each for each in problems if each.severity == "error"]
    if tree is None or errors:
        show_diagnostics(errors or problems, {str(source): text}, chosen)
        raise Failure(say(chosen, f"{source} 有错误，不能复制。", f"{source} has errors; nothing was copied."), ERRORS)
    kept = _move_cases(folder, source.stem, chosen) if len(versions) == 1 else folder / "cases" / source.stem
    write_text(target, _FORMERLY.sub("", _dated(text, tree, day)), chosen)
    _copy_record(source, target, chosen)
    copied = _copy_cases(kept, folder / "cases" / new, chosen) if cases else 0
    _note(folder, source.stem, new, day, tree.title.text, chosen)
    click.echo(_next(folder, source.stem, new, copied, _has_day(tree), chosen))
    return 0


def _source(folder: Path, versions: dict[str, Path], old: str | None, lang: Lang) -> Path:
    """The version to copy."""
    if not versions:
        raise Failure(say(lang, f"{folder} 里没有 .eco 文件。", f"there is no .eco file in {folder}."))
    if old is not None:
        if old not in versions:
            names = "、".join(versions)
            raise Failure(say(lang, f"没有版本“{old}”，有：{names}。", f"no version “{old}”; there are: {names}."))
        return versions[old]
    if len(versions) == 1:
        return next(iter(versions.values()))
    from ecolang_compiler.versions import compile_versions

    found = compile_versions(folder, allow_not_modelled=True).versions
    if found is None:
        raise Failure(
            say(
                lang,
                "不知道哪个版本最新，请用 --from 指明。",
                "which version is the newest cannot be told; use --from.",
            ),
            ERRORS,
        )
    return versions[found.newest.name]


def _fits(folder: Path, new: str, target: Path, lang: Lang) -> None:
    if not _NAME.fullmatch(new):
        raise Failure(say(lang, f"“{new}”不能作版本的名称。", f"“{new}” cannot name a version."))
    taken = next((each for each in (target, folder / "cases" / new) if each.exists()), None)
    if taken is not None:
        raise Failure(say(lang, f"{taken} 已经存在，没有改动。", f"{taken} exists already; nothing was changed."))


def _dated(text: str, tree: PolicyFile, day: str) -> str:
    """The text with the new day of commencement; added under the title where there was none."""
    from ecolang.time import format_date, parse_date
    from ecolang_compiler.resolve.norms import settings
    from ecolang_compiler.syntax.parse import detect

    zh = detect(text).lang == "zh"
    said = f"施行：{format_date(parse_date(day) or 1, 'zh')}" if zh else f"in force: {day}"
    node = next((node for node, _ in settings(tree) if node.kind == "in_force"), None)
    if node is not None and node.span is not None:
        return text[: node.span.start] + said + text[node.span.end :]
    head, mark, rest = text.partition("\n")
    return f"{head}\n\n{said}{'。' if zh else '.'}{mark}{rest}"


def _has_day(tree: PolicyFile) -> bool:
    from ecolang.time import parse_date
    from ecolang_compiler.resolve.norms import settings

    said = [str(node.value) for node, _ in settings(tree) if node.kind == "in_force"]
    return any(parse_date(each) is not None for each in said)


def _move_cases(folder: Path, version: str, lang: Lang) -> Path:
    """The case tests of what was the only version, put where those of one of several lie."""
    place = folder / "cases" / version
    files = sorted((folder / "cases").glob("*.eco"))
    try:
        for each in files:
            place.mkdir(parents=True, exist_ok=True)
            each.rename(place / each.name)
    except OSError as error:
        raise cannot_write(place, error, lang) from None
    return place


def _copy_cases(source: Path, target: Path, lang: Lang) -> int:
    files = sorted(source.glob("*.eco"))
    try:
        for each in files:
            target.mkdir(parents=True, exist_ok=True)
            (target / each.name).write_bytes(each.read_bytes())
    except OSError as error:
        raise cannot_write(target, error, lang) from None
    return len(files)


def _copy_record(source: Path, target: Path, lang: Lang) -> None:
    """Against which text the version was held, so that what its new text has otherwise is told."""
    from ecolang_compiler.pipeline import record_file

    record = record_file(source)
    try:
        if record.is_file():
            record_file(target).write_bytes(record.read_bytes())
    except OSError as error:
        raise cannot_write(target, error, lang) from None


def _note(folder: Path, old: str, new: str, day: str, title: str, lang: Lang) -> None:
    """Opens an entry in the changelog, the newest first."""
    file = folder / CHANGES
    heading = say(lang, f"# 《{title}》修改记录\n", f"# Changes of “{title}”\n")
    entry = say(
        lang,
        f"## {new}（{day} 起施行）\n\n自版本 {old} 修改：\n\n- \n",
        f"## {new} (in force from {day})\n\nAmends version {old}:\n\n- \n",
    )
    if not file.exists():
        write_text(file, f"{heading}\n{entry}", lang)
        return
    head, mark, rest = file.read_text(encoding="utf-8", errors="replace").partition("\n## ")
    write_text(file, f"{head.rstrip()}\n\n{entry}" + (f"\n## {rest}" if mark else ""), lang)


def _next(folder: Path, old: str, new: str, cases: int, dated: bool, lang: Lang) -> str:
    """What was done, and what to do next."""
    lines = [
        say(lang, f"已从版本 {old} 新建：{folder / new}.eco", f"created from version {old}: {folder / new}.eco"),
    ]
    if cases:
        lines.append(
            say(
                lang,
                f"案例 {cases} 个文件：{folder / 'cases' / new}",
                f"{cases} file(s) of case tests: {folder / 'cases' / new}",
            )
        )
    steps = [
        say(
            lang,
            f"改 {new}.eco：条文有移动的，在条号后写（原第…条）；原文另放一份，改“原文：”",
            f"amend {new}.eco; an article that moved is marked (formerly Article …); name the new text after “source:”",
        ),
        say(
            lang,
            "旧案件适用哪个版本，写过渡条款：施行前…的案件，适用《原规定》",
            'say which version pending cases follow: cases with … before commencement follow "former rules"',
        ),
        say(lang, f"在 {folder / CHANGES} 里写下改了什么", f"write down what changes in {folder / CHANGES}"),
        f"eco check {folder}",
        f"eco test {folder}@{new}",
        f"eco diff {folder}@{old} {folder}@{new}",
    ]
    if not dated:
        steps.insert(
            0,
            say(lang, f"在 {old}.eco 里填写施行的日子", f"fill in the day of commencement in {old}.eco"),
        )
    lines.append(say(lang, "接着：", "next:"))
    return "\n".join([*lines, *(f"  {n}. {step}" for n, step in enumerate(steps, 1))])
