"""What differs between the surfaces: words, separators, heads of blocks, and how messages name things."""

from ecolang_compiler.syntax.surface.en import ENGLISH
from ecolang_compiler.syntax.surface.model import Surface
from ecolang_compiler.syntax.surface.zh import CHINESE

__all__ = ["CHINESE", "ENGLISH", "Surface"]
