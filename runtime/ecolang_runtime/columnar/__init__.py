"""Cases and verdicts as columns: Arrow tables and Parquet files in and out, all cases of a batch judged together.

Nothing here is imported by the rest of the runtime until a table or such a file is given; pyarrow and numpy come with
the extra `ecolang[columnar]`, numba with `ecolang[numba]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecolang_runtime.columnar.batch import Counts, Result, judge_table
    from ecolang_runtime.columnar.brief import brief_file
    from ecolang_runtime.columnar.files import judge_file, write_cases
    from ecolang_runtime.columnar.inputs import cases_table
    from ecolang_runtime.columnar.needs import Lacking

_PLACES = {
    "Counts": "batch",
    "Lacking": "needs",
    "Result": "batch",
    "brief_file": "brief",
    "cases_table": "inputs",
    "judge_file": "files",
    "judge_table": "batch",
    "write_cases": "files",
}
__all__ = ["Counts", "Lacking", "Result", "brief_file", "cases_table", "judge_file", "judge_table", "write_cases"]


def __getattr__(name: str) -> Any:
    place = _PLACES.get(name)
    if place is None:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{place}"), name)
