"""What an amendment changes, by meaning: two programs in, a `Difference` out."""

from ecolang_compiler.diff.compare import difference
from ecolang_compiler.diff.model import Change, Detail, Difference, Move

__all__ = ["Change", "Detail", "Difference", "Move", "difference"]
