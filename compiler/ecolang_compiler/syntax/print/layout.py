"""The canonical layout: indentation, lists, wrapping by display width, comments above and behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ecolang.diagnostics.width import text_width
from ecolang_compiler.syntax.tree import Comments

#: Where a line may be broken; else nothing (Chinese) or a space (English). Noncharacters, so no text holds them.
BREAK = "\ufdd0"
SPACE = "\ufdd1"
#: The same within a list of names.
LIST_BREAK = "\ufdd4"
LIST_SPACE = "\ufdd5"
#: Where a line is broken after a list whose items stand on lines of their own.
LINE = "\ufdd2"
WIDTH = 100
STEP = 2
#: Remarks behind a line stand at this column where the line is shorter.
REMARK_COLUMN = 56
NO_COMMENTS = Comments()


@frozen
class Item:
    """One item of a list, without what parts it from the next."""

    text: str
    comments: Comments = NO_COMMENTS


@frozen
class Items:
    """A list within a sentence. `broken`: each item on a line of its own even where all would fit on one."""

    items: tuple[Item, ...]
    broken: bool = False


Part = str | Items


@frozen
class Block:
    """A sentence or a heading with what stands below it, one step further in. `gap`: an empty line comes before."""

    parts: tuple[Part, ...]
    comments: Comments = NO_COMMENTS
    children: tuple[Block, ...] = ()
    gap: bool = False
    #: Comments after the last child.
    after: tuple[str, ...] = ()


@frozen
class Layout:
    """What differs between the surfaces: how items are parted."""

    separator: str
    #: What LINE is where it does not break: BREAK or SPACE.
    soft: str

    def render(self, blocks: Iterable[Block], end_comments: Sequence[str] = ()) -> str:
        """The text of all blocks, ending with a line end."""
        lines = [line for block in blocks for line in self._block(block, 0)]
        lines += [_remark(each) for each in end_comments]
        while lines and not lines[0]:
            del lines[0]
        return "".join(f"{line}\n" for line in lines)

    def flat(self, text: str) -> str:
        """A text on one line, however long."""
        for mark, said in ((LINE, self.soft), (BREAK, ""), (LIST_BREAK, ""), (SPACE, " "), (LIST_SPACE, " ")):
            text = text.replace(mark, said)
        return text

    def _block(self, block: Block, indent: int) -> Iterator[str]:
        if block.gap:
            yield ""
        yield from (" " * indent + _remark(each) for each in block.comments.above)
        yield from self._sentence(block, indent)
        for child in block.children:
            yield from self._block(child, indent + STEP)
        yield from (" " * (indent + STEP) + _remark(each) for each in block.after)

    def _sentence(self, block: Block, indent: int) -> Iterator[str]:
        lists = [part for part in block.parts if isinstance(part, Items)]
        items = [item for each in lists for item in each.items]
        behind = block.comments.behind
        broken = any(each.broken for each in lists) or any(item.comments != NO_COMMENTS for item in items)
        if not broken:
            lines = _fill("".join(self._flat(part) for part in block.parts), indent)
            # A remark behind a line that begins inside a list would seem to be the item's.
            broken = bool(items) and len(lines) > 1 and behind is not None
        if not broken:
            yield from _with_remark(lines, behind)
            return
        yield from self._broken(block, indent)

    def _flat(self, part: Part) -> str:
        text = part if isinstance(part, str) else self.separator.join(item.text for item in part.items)
        return text.replace(LINE, self.soft)

    def _broken(self, block: Block, indent: int) -> Iterator[str]:
        between = self.separator.rstrip(BREAK + SPACE)
        text, comments, depth = "", Comments(behind=block.comments.behind), indent
        for part in block.parts:
            if isinstance(part, str):
                *full, rest = (text + part).split(LINE) if depth > indent else [self._flat(text + part)]
                for line in full:
                    yield from _line(line, comments, depth)
                    comments, depth = NO_COMMENTS, indent
                text = rest
                continue
            for position, item in enumerate(part.items):
                yield from _line(text + (between if position else ""), comments, depth)
                text, comments, depth = item.text, item.comments, indent + STEP
        yield from _line(text, comments, depth)


def _line(text: str, comments: Comments, indent: int) -> Iterator[str]:
    yield from (" " * indent + _remark(each) for each in comments.above)
    yield from _with_remark(_fill(text, indent), comments.behind)


def _with_remark(lines: list[str], behind: str | None) -> Iterator[str]:
    yield from lines[:-1]
    if behind is None:
        yield lines[-1]
    else:
        yield lines[-1] + " " * max(2, REMARK_COLUMN - text_width(lines[-1])) + _remark(behind)


def _remark(text: str) -> str:
    return f"# {text}" if text else "#"


def _fill(text: str, indent: int) -> list[str]:
    """The text on as few lines as its breaks allow; lines after the first stand two steps in.

    Breaks within a list of names are used only where what stands between two others is too long for a line.
    """
    lines: list[str] = []
    line, depth = "", indent
    for glue, clause in _pieces(text, BREAK, SPACE):
        whole = "".join(space + word for space, word in _pieces(clause, LIST_BREAK, LIST_SPACE))
        long = text_width(whole) + indent + 2 * STEP > WIDTH
        for at, (space, word) in enumerate(_pieces(clause, LIST_BREAK, LIST_SPACE) if long else [("", whole)]):
            space = space if at else glue
            if line and text_width(line) + len(space) + text_width(word) + depth > WIDTH:
                lines.append(" " * depth + line.rstrip())
                line, depth = word, indent + 2 * STEP
            else:
                line += space + word
    lines.append(" " * depth + line.rstrip())
    return lines


def _pieces(text: str, bare: str, spaced: str) -> list[tuple[str, str]]:
    """The pieces of a text between breaks, each with what parts it from the one before if the line goes on."""
    pieces: list[tuple[str, str]] = []
    glue, start = "", 0
    for position, char in enumerate(text):
        if char in (bare, spaced):
            pieces.append((glue, text[start:position]))
            glue, start = (" " if char == spaced else ""), position + 1
    return [*pieces, (glue, text[start:])] if text[start:] else pieces
