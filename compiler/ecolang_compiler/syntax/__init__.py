"""Text to tree and back, in either surface."""

from ecolang_compiler.syntax.parse import decode, detect, parse

__all__ = ["decode", "detect", "parse"]
