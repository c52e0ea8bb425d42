"""What makes machine code of the kernel where numba is there; else it runs as it is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING:
    import numpy as np

    #: A row of whole numbers.
    Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


def _compiler() -> Any:
    # The tests run the same lines as plain Python, where a fault has a line number.
    if os.environ.get("ECO_NUMBA") == "0":
        return None
    try:
        import numba
    except ImportError:
        return None
    return numba


_NUMBA = _compiler()
COMPILED = _NUMBA is not None


def jit(function: F) -> F:
    """The function as machine code, kept on disk once it was made; its annotations are its signature."""
    if _NUMBA is None:
        return function
    kinds = {"Ints": "int64[::1]", "int": "int64", "bool": "boolean", "None": "void"}
    names = dict(function.__annotations__)
    result = kinds[names.pop("return")]
    # One signature, so that a number written out does not make a second version of every function below it.
    signature = f"{result}({', '.join(kinds[name] for name in names.values())})"
    compiled: F = _NUMBA.njit(signature, cache=True, nogil=True)(function)
    return compiled
