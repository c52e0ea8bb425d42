"""EcoLang: a rule language for procedural regulations.

>>> import ecolang
>>> policy = ecolang.load("policies/…")                                         # doctest: +SKIP
>>> case = policy.case("2026-1", opened="2026-03-02")                           # doctest: +SKIP
>>> case.record("serve notice", on="2026-03-02", mode="by hand")                # doctest: +SKIP
>>> case.as_of("2026-03-20").open_duties[0].due.explain(lang="en")              # doctest: +SKIP
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ecolang.api import (
        Brief,
        Case,
        CaseData,
        DueDate,
        EcoError,
        FactAt,
        Finding,
        Occurrence,
        OpenDuty,
        Permitted,
        Policy,
        TrackVerdict,
        Verdict,
        load,
        restore,
        times,
    )
    from ecolang.cli.mutation import mutate
    from ecolang_runtime.scale.run import judge_files

__all__ = [
    "Brief",
    "Case",
    "CaseData",
    "DueDate",
    "EcoError",
    "FactAt",
    "Finding",
    "Occurrence",
    "OpenDuty",
    "Permitted",
    "Policy",
    "TrackVerdict",
    "Verdict",
    "judge_files",
    "load",
    "mutate",
    "restore",
    "times",
]


def __getattr__(name: str) -> Any:
    # Loaded at first use, so that `ecolang.time` or `ecolang.diagnostics` alone cost no more than themselves.
    if name == "mutate":
        # What breaks policies stands on the compiler and the engines alike, as the commands do.
        from ecolang.cli.mutation import mutate

        return mutate
    if name == "judge_files":
        from ecolang_runtime.scale.run import judge_files

        return judge_files
    if name in __all__:
        from ecolang import api

        return getattr(api, name)
    raise AttributeError(f"module 'ecolang' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
