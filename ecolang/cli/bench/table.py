"""The measurements as a table that a person reads, and as JSON-able data with the machine and the versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ecolang.cli.bench.measure import Measured
from ecolang.cli.bench.setup import Setup
from ecolang.cli.bench.single import Single
from ecolang.diagnostics import Lang
from ecolang.diagnostics.width import text_width

_PACKAGES = (
    "ecolang", "orjson", "numpy", "pyarrow", "numba", "dask", "transitions", "python-statemachine",
)  # fmt: skip
_GROUPS = {
    "floor": ("下限：只读，不判断", "floors: reading alone"),
    "engine": ("完整判断", "whole verdicts"),
    "peer": ("其他库：只有阶段、末日、逾期", "other libraries: only stages, last days and lateness"),
}


def text(setup: Setup, measured: Sequence[Measured], ones: Iterable[Single], lang: Lang) -> str:
    """The table."""
    zh = lang == "zh"
    rates = {each.job.name: each.rate for each in measured}
    lines = [machine_line(lang)]
    repeated = setup.cases > setup.distinct
    lines.append(
        (f"{setup.cases} 件案件，{setup.events} 个事件" + (f"（{setup.distinct} 件重复使用）" if repeated else ""))
        if zh
        else f"{setup.cases} cases, {setup.events} events" + (f" ({setup.distinct} repeated)" if repeated else "")
    )
    head = (
        ("", "事件/秒", "最慢–最快", "下限的", "transitions的", "峰值内存", "快路")
        if zh
        else ("", "events/s", "slowest–fastest", "of floor", "of transitions", "peak memory", "fast way")
    )
    rows: list[tuple[str, ...]] = [head]
    for group, words in _GROUPS.items():
        rows.append((words[0 if zh else 1],))
        rows += [_row(each, rates, lang) for each in measured if each.job.group == group]
    lines += ["", *_laid(rows), ""]
    for one in ones:
        share = f"  {one.seconds / one.base:.1f}×" if one.base else ""
        lines.append(f"{one.zh if zh else one.en}  {_span(one.seconds)}{share}")
    return "\n".join(lines).rstrip() + "\n"


def data(setup: Setup, measured: Iterable[Measured], ones: Iterable[Single]) -> dict[str, Any]:
    """Everything as JSON-able data: rates in events a second, memory in bytes, times in seconds."""
    return {
        "machine": {
            "system": platform.platform(),
            "processor": processor(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "versions": {name: _version(name) for name in _PACKAGES},
        },
        "cases": setup.cases,
        "distinct": setup.distinct,
        "events": setup.events,
        "jobs": [
            {
                "name": each.job.name,
                "group": each.job.group,
                "events_per_second": round(each.rate),
                "slowest": round(each.slowest),
                "fastest": round(each.fastest),
                "floor": each.job.floor,
                "peak_memory": each.peak,
                "cases": each.cases,
                "fast_share": each.fast,
                "missing": each.missing,
                "failed": each.failed,
            }
            for each in measured
        ],
        "single": [{"name": one.name, "seconds": one.seconds, "base": one.base} for one in ones],
    }


def machine_line(lang: Lang) -> str:
    """Which machine and Python."""
    cores = f"{os.cpu_count()} 核" if lang == "zh" else f"{os.cpu_count()} cores"
    return f"{processor()}, {cores}, Python {platform.python_version()}"


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _row(each: Measured, rates: dict[str, float], lang: Lang) -> tuple[str, ...]:
    zh = lang == "zh"
    name = "  " + (each.job.zh if zh else each.job.en)
    if each.missing is not None:
        return (name, f"没有安装 {each.missing}" if zh else f"{each.missing} is not installed")
    if each.failed is not None:
        return (name, f"没有完成：{each.failed}" if zh else f"failed: {each.failed}")
    floor = rates.get(each.job.floor, 0.0)
    peer = rates.get("transitions", 0.0)
    return (
        name,
        f"{each.rate:,.0f}",
        f"{each.slowest:,.0f}–{each.fastest:,.0f}",
        "" if not floor or each.job.group == "floor" else f"{each.rate / floor:.3f}",
        "" if not peer or each.job.group == "floor" else f"{each.rate / peer:.2f}×",
        f"{each.peak / 2**20:,.0f} MiB",
        "" if each.fast is None else f"{each.fast:.1%}",
    )


def _laid(rows: Sequence[tuple[str, ...]]) -> list[str]:
    columns = max(len(row) for row in rows)
    widths = [
        max((text_width(row[place]) for row in rows if place < len(row) and len(row) == columns), default=0)
        for place in range(columns)
    ]
    lines: list[str] = []
    for row in rows:
        cells = [
            cell + " " * (widths[place] - text_width(cell))
            if place == 0
            else " " * (widths[place] - text_width(cell)) + cell
            for place, cell in enumerate(row)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def _span(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds / 1e-9:.0f} ns"
