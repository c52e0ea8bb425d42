"""What every row uses: the form of expressions and the format's version."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias


#: Version of the JSON form. A reader refuses a higher major number.
FORMAT = "ecolang-program/1"

#: A condition or value as nested tuples, first element the operator (docs/semantics.md, section 4).
Expr: TypeAlias = "tuple[Any, ...]"
