"""Text to tree: the way in of the syntax."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ecolang.diagnostics import Diagnostic, Diagnostics, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.syntax.assemble import MOST_PROBLEMS, Assembler
from ecolang_compiler.syntax.scan import scan
from ecolang_compiler.syntax.surface import CHINESE, ENGLISH, Surface
from ecolang_compiler.syntax.tree import PolicyFile
from ecolang_compiler.syntax.vocabulary import Vocabulary, collect

_SURFACES = {"zh": CHINESE, "en": ENGLISH}


def decode(data: bytes, file: str) -> tuple[str | None, Diagnostic | None]:
    """A file's text, or what is wrong with its encoding. A byte order mark stays as the text's first character."""
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return None, make_diagnostic("E109", None, file=file, offset=error.start + 1, guess=_guess(data))


def _guess(data: bytes) -> str | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GBK"


def detect(text: str) -> Surface:
    """The surface that a text is written in, by its title or else by its punctuation."""
    head = text.lstrip("\ufeff \t\r\n")
    while head.startswith(("#", "＃")):
        head = head.partition("\n")[2].lstrip()
    for surface in _SURFACES.values():
        if surface.title.match(head):
            return surface
    return CHINESE


@frozen
class Parsed:
    """A policy file read: its tree, what is wrong with it, and its words, with which its case tests are read too."""

    tree: PolicyFile | None
    problems: list[Diagnostic]
    vocabulary: Vocabulary | None = None


def parse(
    text: str | bytes, file: str, surface: Literal["zh", "en"] | None = None
) -> tuple[PolicyFile | None, list[Diagnostic]]:
    """The tree of a policy file and every problem of its syntax and names, in the file's order; never raises.

    Sentences that could not be read are left out of the tree; there is no tree (None) where the text cannot be decoded
    or holds nothing. Spans count code points of the text as given, a byte order mark included. Without `surface` the
    text tells which it is written in.
    """
    found = parse_file(text, file, surface)
    return found.tree, found.problems


def parse_file(text: str | bytes, file: str, surface: Literal["zh", "en"] | None = None) -> Parsed:
    """The same with the file's words."""
    if isinstance(text, bytes):
        decoded, problem = decode(text, file)
        if decoded is None:
            return Parsed(None, [] if problem is None else [problem])
        text = decoded
    chosen = _SURFACES[surface] if surface in _SURFACES else detect(text)
    scanned = scan(text, file, chosen)
    if scanned.title is None and len(scanned.blocks) == 1 and not scanned.blocks[0].sentences:
        problem = scanned.problems[0] if scanned.problems else make_diagnostic("E110", None, file=file)
        return Parsed(None, [problem])
    vocabulary = collect(scanned)
    assembler = Assembler(scanned, vocabulary)
    tree = assembler.file()
    found = Diagnostics([*scanned.problems, *vocabulary.problems, *assembler.problems])
    return Parsed(tree, _limited(list(found), file, assembler.unlisted), vocabulary)


def _limited(problems: list[Diagnostic], file: str, unlisted: int) -> list[Diagnostic]:
    """The first problems, and how many there are besides."""
    unlisted += max(0, len(problems) - MOST_PROBLEMS)
    if not unlisted:
        return problems
    listed = problems[:MOST_PROBLEMS]
    last = listed[-1].span
    place = None if last is None else Span(file, last.end, last.end)
    return [*listed, make_diagnostic("E120", place, count=unlisted)]
