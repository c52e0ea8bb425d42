"""The libraries of this package, imported when first used, so that the rest of the runtime starts without them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any


class Lacking(ImportError):
    """A library that an extra brings is not there. `extra`: what to install, such as ecolang[columnar]."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library}: pip install '{extra}'")
        self.library = library
        self.extra = extra

    def __reduce__(self) -> tuple[Any, ...]:
        # A worker's comes back to whoever asked.
        return Lacking, (self.library, self.extra)


def arrow(part: str = "pyarrow") -> Any:
    """pyarrow, or one of its modules. Raises Lacking."""
    return _bring(part, "ecolang[columnar]")


def numpy() -> Any:
    """numpy. Raises Lacking."""
    return _bring("numpy", "ecolang[columnar]")


def has_numba() -> bool:
    """Whether the extra that compiles the kernel is there."""
    return find_spec("numba") is not None


def _bring(library: str, extra: str) -> Any:
    try:
        return import_module(library)
    except ImportError:
        raise Lacking(library.partition(".")[0], extra) from None
