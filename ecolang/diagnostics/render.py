"""Diagnostics as text for a terminal, as JSON, and as GitHub annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecolang.diagnostics.model import Diagnostic, Lang, Severity, Span, line_index
from ecolang.diagnostics.registry import find_code, hint, message
from ecolang.diagnostics.template import say, visible
from ecolang.diagnostics.width import mark_line
from ecolang.source_ref import localise_refs

_SEVERITY: Mapping[Lang, Mapping[Severity, str]] = {
    "zh": {"error": "错误", "warning": "警告", "note": "提示"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}
_COLOURS: Mapping[Severity, str] = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m"}
_RESET = "\x1b[0m"


def render_text(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    lang: Lang,
    color: bool = False,
    *,
    ambiguous_wide: bool = False,
) -> str:
    """All diagnostics in the order given, each with its source lines, marks, further places, hint and citation.

    `sources` holds the text of each file by the name that spans use; a file that is not there is only named.
    """
    blocks = [_block(each, sources, lang, color, ambiguous_wide) for each in diagnostics]
    return "\n".join(blocks)


def _block(diagnostic: Diagnostic, sources: Mapping[str, str], lang: Lang, color: bool, wide: bool) -> str:
    severity = diagnostic.severity
    paint = (lambda text: f"{_COLOURS[severity]}{text}{_RESET}") if color else str
    places = [diagnostic.span, *(each.span for each in diagnostic.labels)]
    gutter = max([len(str(_line(span, sources))) for span in places if span], default=1)
    pad = " " * gutter
    head = f"{_SEVERITY[lang][severity]} {visible(diagnostic.code)}"
    lines = [f"{paint(head)}{'：' if lang == 'zh' else ': '}{message(diagnostic, lang)}"]
    if diagnostic.span:
        lines.append(f"{pad}--> {_place(diagnostic.span, sources)}")
        lines += [
            paint(line) if index == 2 else line
            for index, line in enumerate(_snippet(diagnostic.span, sources, lang, gutter, "^", wide))
        ]
    elif place := _data_place(diagnostic, lang):
        lines.append(f"{pad}--> {place}")
    for label in diagnostic.labels:
        lines.append(f"{pad}::: {_place(label.span, sources)} {visible(label.say(lang))}")
        lines += _snippet(label.span, sources, lang, gutter, "-", wide)
    if advice := hint(diagnostic, lang):
        lines.append(f"{pad} = {'改法：' if lang == 'zh' else 'help: '}{advice}")
    if diagnostic.citation:
        lines.append(f"{pad} = {'出处：' if lang == 'zh' else 'clause: '}{_citation(diagnostic.citation, lang)}")
    return "\n".join(lines) + "\n"


def _snippet(span: Span, sources: Mapping[str, str], lang: Lang, gutter: int, mark: str, wide: bool) -> list[str]:
    text = sources.get(span.file)
    if text is None:
        return []
    line, column = span.line_col(text)
    end_line, end_column = span.end_line_col(text)
    shown = line_index(text).line_text(line)
    start = min(column - 1, len(shown))
    end = end_column - 1 if end_line == line else len(shown.rstrip())
    marked = mark_line(shown, start, end, mark=mark, ambiguous_wide=wide)
    further = ""
    if end_line > line and end_column > 1:
        further = f" …到第{end_line}行" if lang == "zh" else f" … to line {end_line}"
    return [
        f"{' ' * gutter} |",
        f"{line:>{gutter}} | {marked.shown}".rstrip(),
        f"{' ' * gutter} | {marked.marks}{further}",
    ]


def _line(span: Span, sources: Mapping[str, str]) -> int:
    text = sources.get(span.file)
    return 1 if text is None else span.line_col(text)[0]


def _place(span: Span, sources: Mapping[str, str]) -> str:
    text = sources.get(span.file)
    if text is None:
        return visible(span.file)
    line, column = span.line_col(text)
    return f"{visible(span.file)}:{line}:{column}"


def _data_place(diagnostic: Diagnostic, lang: Lang) -> str:
    args = diagnostic.args
    file = args.get("file")
    if file is None:
        return ""
    place = visible(str(file)) + (f":{args['line']}" if args.get("line") is not None else "")
    if args.get("field") is not None:
        field = say(args["field"], lang)
        place += f"「{field}」" if lang == "zh" else f" “{field}”"
    return place


def _citation(citation: str, lang: Lang) -> str:
    return visible(localise_refs(citation, lang))


def to_json(diagnostic: Diagnostic, lang: Lang, sources: Mapping[str, str] | None = None) -> dict[str, object]:
    """The diagnostic as plain JSON values; lines and columns (from 1) are null for files that `sources` lacks.

    `spans` holds the main place first, then the further ones; `labels` repeats those with their words.
    """
    texts = sources or {}
    spans = [_span_json(diagnostic.span, texts)] if diagnostic.span else _data_span_json(diagnostic)
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": message(diagnostic, lang),
        "spans": [*spans, *(_span_json(label.span, texts) for label in diagnostic.labels)],
        "citation": _citation(diagnostic.citation, lang) if diagnostic.citation else None,
        "hint": hint(diagnostic, lang),
        "labels": [
            {"span": _span_json(label.span, texts), "text": visible(label.say(lang))} for label in diagnostic.labels
        ],
        "fix": None
        if fix is None
        else {
            "safe": fix.safe,
            "edits": [
                {"span": _span_json(edit.span, texts), "replacement": _printable(edit.replacement)}
                for edit in fix.edits
            ],
        },
    }


def _span_json(span: Span, sources: Mapping[str, str]) -> dict[str, object]:
    text = sources.get(span.file)
    line, column = span.line_col(text) if text is not None else (None, None)
    end_line, end_column = span.end_line_col(text) if text is not None else (None, None)
    return {
        "file": _printable(span.file),
        "start": span.start,
        "end": span.end,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _data_span_json(diagnostic: Diagnostic) -> list[dict[str, object]]:
    file = diagnostic.args.get("file")
    if file is None:
        return []
    line = diagnostic.args.get("line")
    place: dict[str, object] = dict.fromkeys(("file", "start", "end", "line", "column", "end_line", "end_column"))
    place["file"] = _printable(str(file))
    place["line"] = place["end_line"] = line if isinstance(line, int) else None
    return [place]


def _printable(text: str) -> str:
    """Text that any UTF-8 stream takes: only lone surrogates, which no stream does, become escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def render_github(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], lang: Lang) -> str:
    """One workflow command a diagnostic, as GitHub shows beside the changed lines."""
    return "".join(_github(each, sources, lang) for each in diagnostics)


def _github(diagnostic: Diagnostic, sources: Mapping[str, str], lang: Lang) -> str:
    kind = {"error": "error", "warning": "warning", "note": "notice"}[diagnostic.severity]
    code = find_code(diagnostic.code)
    properties: dict[str, object] = {}
    span, text = diagnostic.span, sources.get(diagnostic.span.file) if diagnostic.span else None
    if span:
        properties["file"] = span.file
        if text is not None:
            properties["line"], properties["col"] = span.line_col(text)
            properties["endLine"], properties["endColumn"] = span.end_line_col(text)
    elif diagnostic.args.get("file") is not None:
        properties["file"] = diagnostic.args["file"]
        if diagnostic.args.get("line") is not None:
            properties["line"] = diagnostic.args["line"]
    properties["title"] = f"{diagnostic.code} {code.title(lang)}" if code else diagnostic.code
    listed = ",".join(f"{key}={_escape_property(str(value))}" for key, value in properties.items())
    words = "\n".join(part for part in (message(diagnostic, lang), hint(diagnostic, lang)) if part)
    return f"::{kind} {listed}::{_escape_data(words)}\n"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(_printable(text)).replace(":", "%3A").replace(",", "%2C")
