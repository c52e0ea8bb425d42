"""`eco check --fix`: the repairs that cannot change what a policy means to say, applied and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecolang.cli.common import Lang, say, tell, write_bytes

if TYPE_CHECKING:
    from ecolang.diagnostics import Diagnostic, Edit

_BOM = b"\xef\xbb\xbf"


def apply_safe(found: Iterable[Diagnostic], sources: Mapping[str, str], lang: Lang) -> int:
    """Write the safe repairs into the policy's files and show the difference; how many were made."""
    by_file: dict[str, list[Edit]] = {}
    for each in found:
        if each.fix is not None and each.fix.safe and _apart(each.fix.edits, by_file):
            for edit in each.fix.edits:
                by_file.setdefault(edit.span.file, []).append(edit)
    made = 0
    for file, edits in by_file.items():
        before = sources.get(file)
        path = Path(file)
        if before is None or not path.is_file():
            continue
        data = path.read_bytes()
        # What changed on disk since it was read is left alone.
        if data.decode("utf-8-sig", "replace") != before:
            continue
        after = repaired(before, edits)
        write_bytes(path, (_BOM if data.startswith(_BOM) else b"") + after.encode("utf-8"), lang)
        click.echo(difference(file, before, after))
        made += len(edits)
    if made:
        tell(say(lang, f"已改 {made} 处。", f"{made} place(s) repaired."))
    return made


def repaired(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits that do not overlap."""
    for edit in sorted(edits, key=lambda each: each.span.start, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def difference(file: str, before: str, after: str) -> str:
    """What changed, line by line."""
    from ecolang.diagnostics.template import visible

    lines = unified_diff(before.splitlines(), after.splitlines(), file, file, lineterm="", n=1)
    return "\n".join(map(visible, lines))


def _apart(edits: Iterable[Edit], taken: Mapping[str, list[Edit]]) -> bool:
    """Whether edits touch nothing that others touch."""
    return not any(
        edit.span.start <= other.span.end and other.span.start <= edit.span.end
        for edit in edits
        for other in taken.get(edit.span.file, ())
    )
