"""`eco check --record-text`: remembers the source text that a policy was held against, so that changes are told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecolang.cli.common import Lang, say, tell, write_text

if TYPE_CHECKING:
    from ecolang_compiler.pipeline import Compiled
    from ecolang_compiler.versions import CompiledVersions


def record_text(versions: CompiledVersions, lang: Lang) -> bool:
    """Writes the record of each version beside it, and says so; whether any was written. With errors nothing is."""
    written = False
    for each in versions.compiled.values():
        written = _record(each, lang) or written
    return written


def _record(compiled: Compiled, lang: Lang) -> bool:
    from ecolang.source_record import write_record
    from ecolang_compiler.pipeline import record_file

    context = compiled.context
    place = None if context is None else context.file.title.span
    if context is None or place is None or compiled.has_errors:
        tell(say(lang, "有错误，没有记下原文。", "there are errors: the text was not recorded."))
        return False
    if context.source is None:
        tell(
            say(lang, f"{place.file} 没有写“原文：”，没有可以记下的。", f"{place.file} names no source text to record.")
        )
        return False
    file = record_file(Path(place.file))
    text = write_record(context.source, "en" if context.program.settings.language == "en" else "zh")
    write_text(file, text, lang)
    tell(say(lang, f"已记下原文：{file}", f"text recorded: {file}"))
    return True
