"""Reading source text files, and checking citations and quotations against them; problems are values."""

from __future__ import annotations

from pathlib import Path

from ecolang.diagnostics.model import Diagnostic, Local, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.numerals import to_chinese
from ecolang.source_parse import parse_source
from ecolang.source_ref import Ref
from ecolang.source_text import SourceText


def read_source(path: Path, shown: str, cited_at: Span | None = None) -> SourceText | Diagnostic:
    """The source text in a file, or what is wrong with the file; `shown` is the path in spans and messages."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        return make_diagnostic("E406", cited_at, path=shown, file=shown)
    try:
        # Line ends stay as they are: offsets are those of the file.
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return make_diagnostic("E109", cited_at, file=shown, offset=error.start + 1, guess=guess_encoding(data))
    source = parse_source(text, shown)
    return source if source.articles else make_diagnostic("E409", cited_at, path=shown, file=shown)


def guess_encoding(data: bytes) -> str | None:
    """The name of the encoding that a Chinese file not in UTF-8 most likely has, or None."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GBK"


def check_ref(source: SourceText, ref: Ref, span: Span | None) -> Diagnostic | None:
    """What is wrong with citing a place, or None when the source text has it."""
    if source.has(ref):
        return None
    parent = ref.parent()
    if parent is not None and not source.has(parent):
        return check_ref(source, parent, span)
    near = source.nearest(ref)
    words, nearest = ref_words(ref), ref_words(near) if near and near != parent else None
    if parent is None:
        if ref.annex is not None:
            return make_diagnostic("E404", span, ref=words, nearest=nearest, count=len(source.annexes))
        last = ref_words(source.articles[-1]) if source.articles else None
        return make_diagnostic("E401", span, ref=words, nearest=nearest, last=last)
    whole = ref_words(parent)
    if ref.item is None:
        count = source.paragraphs.get(parent, 0)
        return make_diagnostic("E402", span, ref=words, nearest=nearest, parent=whole, count=count)
    count = sum(1 for each in source.children(parent) if each.item is not None)
    return make_diagnostic("E403", span, ref=words, nearest=nearest, parent=whole, count=count)


def check_quote(source: SourceText, ref: Ref, quotation: str, span: Span | None) -> Diagnostic | None:
    """What is wrong with quoting a place, or None; `span` covers the quotation, and the problem points into it."""
    match = source.quote_matches(ref, quotation)
    if match:
        return None
    missing = check_ref(source, ref, span)
    if missing:
        return missing
    at = span
    if span and span.end - span.start == len(quotation):
        at = Span(span.file, span.start + match.offset, span.start + match.offset + max(1, len(match.written)))
    return make_diagnostic(
        "E405",
        at,
        position=match.offset + 1,
        ref=ref_words(ref),
        written=match.written or Local("（没有了）", "nothing"),
        source=match.source or Local("（到此为止）", "nothing more"),
    )


def mark_words(ref: Ref) -> Local:
    """How a sentence under an article or annex says at its beginning which part of it it carries; "" for the whole."""
    if ref.paragraph is None and ref.item is None:
        return Local("", "")
    below = "" if ref.subitem is None else f"（{to_chinese(ref.subitem)}）"
    zh = "" if ref.paragraph is None else f"{to_chinese(ref.paragraph)}款"
    if ref.item is not None:
        zh += f"{to_chinese(ref.item)}项" if ref.paragraph is None else f"第（{to_chinese(ref.item)}）项"
    numbers = [ref.paragraph, ref.item, ref.subitem]
    first, *rest = [each for each in numbers if each is not None]
    en = f"{'item' if ref.paragraph is None else 'para'} {first}" + "".join(f"({each})" for each in rest)
    return Local(f"（{zh}{below}）", f"({en}) ")


def ref_words(ref: Ref) -> Local:
    """A place as a message says it in each language."""
    return Local(ref.format("zh"), ref.format("en"))
