"""What makes machine code of the kernel where numba is there; else it runs as it is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING:
    import numpy as np

    #: A row of whole numbers.
    Array = np.ndarray[tuple[int], np.dtype[np.int64]]
    #: The same inside the kernel: in machine code no more than where it begins, so that a call passes one word and an
    #: index is one addition. Nothing may be asked of it but the number at a place.
    Ints = Array


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


def _as_it_is(array: Any) -> Any:
    return array


def _start() -> Any:
    """What gives the beginning of an array."""
    if _NUMBA is None:
        return _as_it_is
    from numba.extending import intrinsic

    pointer = _NUMBA.types.CPointer(_NUMBA.int64)

    def typed(_: Any, array: Any) -> tuple[Any, Any]:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return context.make_array(signature.args[0])(context, builder, args[0]).data

        return pointer(array), code

    return intrinsic(typed)


start = _start()


def jit(function: F) -> F:
    """The function as machine code, kept on disk once it was made; its annotations are its signature."""
    if _NUMBA is None:
        return function
    types = _NUMBA.types
    kinds = {
        "Ints": types.CPointer(types.int64), "Array": types.int64[::1], "int": types.int64, "bool": types.boolean,
        "None": types.void,
    }  # fmt: skip
    names = dict(function.__annotations__)
    result = kinds[names.pop("return")]
    # One signature, so that a number written out does not make a second version of every function below it.
    signature = result(*(kinds[name] for name in names.values()))
    compiled: F = _NUMBA.njit(signature, cache=True, nogil=True)(function)
    return compiled
