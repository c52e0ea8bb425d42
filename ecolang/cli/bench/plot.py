"""The measurements as pictures (SVG), by matplotlib."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from typing import Any

from ecolang.cli.bench.checking import Checked
from ecolang.cli.bench.growth import Grown
from ecolang.cli.bench.measure import Measured
from ecolang.diagnostics import Lang
from ecolang.draw.rendering import font_folder

_COLOURS = {"floor": "#9aa5b1", "engine": "#1f6f8b", "peer": "#c98b2b"}
_INK, _PALE = "#22303c", "#e4e9ee"


def rates_plot(measured: Sequence[Measured], lang: Lang) -> bytes:
    """Events a second of each job, on a logarithmic scale."""
    done = [each for each in measured if each.rate][::-1]
    figure, axes = _figure(0.42 * len(done) + 1.2)
    places = range(len(done))
    axes.barh(places, [each.rate for each in done], color=[_COLOURS[each.job.group] for each in done], height=0.62)
    axes.set_xscale("log")
    axes.set_yticks(places, [each.job.zh if lang == "zh" else each.job.en for each in done])
    for place, each in zip(places, done, strict=True):
        axes.text(each.rate * 1.06, place, f"{each.rate:,.0f}", va="center", fontsize=8.5, color=_INK)
    axes.set_xlim(right=max(each.rate for each in done) * 6 if done else 1)
    axes.set_xlabel("事件/秒（对数）" if lang == "zh" else "events a second (logarithmic)")
    axes.grid(axis="x", color=_PALE)
    axes.set_axisbelow(True)
    return _svg(figure)


def growth_plot(grown: Sequence[Grown], lang: Lang) -> bytes:
    """Events a second of each engine against the number of cases."""
    figure, axes = _figure(4.4)
    names = [each.job for each in grown[-1].measured if each.job.group != "peer" and each.job.most is None]
    for job in names:
        points = [
            (each.setup.cases, found.rate)
            for each in grown
            for found in each.measured
            if found.job.name == job.name and found.rate
        ]
        if points:
            label = job.zh if lang == "zh" else job.en
            style = "--" if job.group == "floor" else "-"
            axes.plot(*zip(*points, strict=True), marker="o", label=label, linestyle=style)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("案件数" if lang == "zh" else "cases")
    axes.set_ylabel("事件/秒" if lang == "zh" else "events a second")
    axes.grid(color=_PALE)
    axes.legend(fontsize=8, frameon=False, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return _svg(figure)


def check_plot(checked: Sequence[Checked], lang: Lang) -> bytes:
    """Seconds of a check against the number of stages."""
    figure, axes = _figure(3.6)
    stages = [each.stages for each in checked]
    whole = "全部" if lang == "zh" else "whole check"
    axes.plot(stages, [each.seconds for each in checked], marker="o", label=whole, color=_COLOURS["engine"])
    proofs = "其中保证的证明" if lang == "zh" else "of it proofs of guarantees"
    axes.plot(stages, [each.proving for each in checked], marker="o", label=proofs, color=_COLOURS["peer"])
    axes.set_xlabel("阶段数" if lang == "zh" else "stages")
    axes.set_ylabel("秒" if lang == "zh" else "seconds")
    axes.set_ylim(bottom=0)
    axes.grid(color=_PALE)
    axes.legend(fontsize=8, frameon=False)
    return _svg(figure)


def _figure(height: float) -> tuple[Any, Any]:
    import matplotlib

    matplotlib.use("svg")
    # It complains that a font of many weights has no normal one.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib import font_manager

    names = ["sans-serif"]
    folder = font_folder()
    if folder is not None:
        for file in sorted(folder.glob("*.tt[cf]")):
            font_manager.fontManager.addfont(str(file))
            names.insert(0, font_manager.FontProperties(fname=str(file)).get_name())
    # Text stays text, so that a picture is small and its words can be found.
    matplotlib.rcParams.update({"svg.fonttype": "none", "font.family": names, "font.size": 9, "text.color": _INK})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(9, height))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _svg(figure: Any) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg", bbox_inches="tight", metadata={"Date": None})
    # A font of many weights is registered under its thinnest.
    return file.getvalue().replace(b"font-weight: 100", b"font-weight: 400")
