"""The canonical text of a syntax tree, in either surface."""

from __future__ import annotations

from typing import Any, Literal

from attrs import evolve

from ecolang_compiler.syntax.print import en, zh
from ecolang_compiler.syntax.print.file import blocks
from ecolang_compiler.syntax.print.phrases import Phrases
from ecolang_compiler.syntax.print.rules import text_item
from ecolang_compiler.syntax.surface import CHINESE, ENGLISH, Surface
from ecolang_compiler.syntax.tree import EventDecl, Name, PolicyFile, Section, StageDecl, TextItem

__all__ = ["item_text", "part_to_text", "to_text"]

_SURFACES = {
    "zh": (Phrases(CHINESE, zh.TEMPLATES), zh.LAYOUT),
    "en": (Phrases(ENGLISH, en.TEMPLATES), en.LAYOUT),
}


def to_text(tree: PolicyFile, lang: Literal["zh", "en"]) -> str:
    """The tree's canonical text: read again it gives an equal tree with the same remarks; names stay as written."""
    phrases, layout = _SURFACES[lang]
    phrases = evolve(phrases, doubtful=_doubtful(tree, phrases.surface))
    return layout.render(blocks(phrases, tree), tree.end_comments)


def item_text(item: TextItem, lang: Literal["zh", "en"]) -> str:
    """One more item of a list that goes on, as it is written behind the item before it."""
    phrases, layout = _SURFACES[lang]
    return layout.flat(layout.separator + text_item(phrases, item))


def part_to_text(tree: PolicyFile, part: Any, lang: Literal["zh", "en"]) -> str:
    """One part of a tree's body, or another in its place, as the tree's canonical text has it."""
    phrases, layout = _SURFACES[lang]
    phrases = evolve(phrases, doubtful=_doubtful(tree, phrases.surface))
    return layout.render(blocks(phrases, PolicyFile(Name(""), (part,))))


def _doubtful(tree: PolicyFile, surface: Surface) -> frozenset[str]:
    """The stages that are named like an event behind a keyword, such as 已 or 未."""
    entries = [entry for section in tree.body if isinstance(section, Section) for entry in section.entries]
    events = {name.text for entry in entries if isinstance(entry, EventDecl) for name in (entry.name, *entry.aliases)}
    before = [word for terminal in ("HAS", "HAS_NOT", "OVERDUE", "STILL_MUST") for word in surface.words[terminal]]
    stages = [entry.name.text for entry in entries if isinstance(entry, StageDecl)]
    return frozenset(each for each in stages if any(each.removeprefix(word).strip() in events for word in before))
