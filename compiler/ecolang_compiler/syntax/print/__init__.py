"""The canonical text of a syntax tree, in either surface."""

from __future__ import annotations

from typing import Literal

from ecolang_compiler.syntax.print import en, zh
from ecolang_compiler.syntax.print.file import blocks
from ecolang_compiler.syntax.print.phrases import Phrases
from ecolang_compiler.syntax.surface import CHINESE, ENGLISH
from ecolang_compiler.syntax.tree import PolicyFile

__all__ = ["to_text"]

_SURFACES = {
    "zh": (Phrases(CHINESE, zh.TEMPLATES), zh.LAYOUT),
    "en": (Phrases(ENGLISH, en.TEMPLATES), en.LAYOUT),
}


def to_text(tree: PolicyFile, lang: Literal["zh", "en"]) -> str:
    """The tree's canonical text: read again it gives an equal tree with the same remarks; names stay as written."""
    phrases, layout = _SURFACES[lang]
    return layout.render(blocks(phrases, tree), tree.end_comments)
