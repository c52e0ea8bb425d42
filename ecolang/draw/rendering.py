"""DOT text as SVG, PNG or PDF, in this process: no `dot` program and no font of the system is needed."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

FORMATS = ("svg", "png", "pdf", "dot")
FONT_PACKAGE = "manimgx_fonts_cjk"
PAPER_DPI = "200"
"""Dots per inch of a PNG that has the size of paper; one without keeps Graphviz's own."""
_NEEDS_FONT = ("png", "pdf")

# Graphviz keeps state of its own that two threads must not share.
_LOCK = threading.Lock()

_MESSAGES = {
    "no_renderer": (
        "画 {detail} 需要 pygraphviz，这里没有安装：请运行 pip install 'ecolang[draw]'，或者改用 DOT 格式。",
        "drawing {detail} needs pygraphviz, which is not installed: run pip install 'ecolang[draw]', or choose DOT.",
    ),
    "no_font": (
        "画 {detail} 需要中文字体，这里没有安装：请运行 pip install 'ecolang[draw]'，或者改用 SVG 格式。",
        "drawing {detail} needs a Chinese font, which is not installed: run "
        "pip install 'ecolang[draw]', or choose SVG.",
    ),
    "format": (
        "不会画「{detail}」格式；可以画：{formats}。",
        "the format “{detail}” cannot be drawn; choose one of {formats}.",
    ),
    "failed": ("图没有画成：{detail}。", "the picture could not be drawn: {detail}."),
}


@frozen
class DrawError:
    """Why there is no picture, as a value."""

    kind: Literal["no_renderer", "no_font", "format", "failed"]
    detail: str = ""

    def message(self, lang: str = "zh") -> str:
        """The sentence that a person reads, in Chinese (`zh`) or English."""
        template = _MESSAGES[self.kind][0 if lang == "zh" else 1]
        return template.format(detail=self.detail, formats=", ".join(FORMATS))


def render(dot_text: str, format: str) -> bytes | DrawError:
    """The picture as bytes. `format`: svg, png, pdf, or dot (the text itself as UTF-8)."""
    format = format.lower()
    if format not in FORMATS:
        return DrawError("format", format[:40])
    if format == "dot":
        return dot_text.encode("utf-8", "replace")
    if format in _NEEDS_FONT and font_folder() is None:
        return DrawError("no_font", format.upper())
    with _LOCK:
        graphviz = _renderer()
        if graphviz is None:
            return DrawError("no_renderer", format.upper())
        try:
            agraph = graphviz.AGraph(string=dot_text)
            if format == "png" and "size" in dict(agraph.graph_attr):
                agraph.graph_attr["dpi"] = PAPER_DPI
            drawn: bytes = agraph.draw(format=format, prog="dot")
        except (ValueError, OSError, RuntimeError) as error:
            return DrawError("failed", type(error).__name__)
        agraph.close()
    return drawn


@cache
def font_folder() -> Path | None:
    """The folder of the wheel that carries Noto Sans CJK, None when it is not installed."""
    spec = find_spec(FONT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations)))
    return folder if any(folder.glob("*.tt[cf]")) or any(folder.glob("*.otf")) else None


@cache
def _renderer() -> Any | None:
    """pygraphviz, made to find the font before it looks for any; it reads where fonts are once, at its first text."""
    with _font_setting(), _no_warnings():
        try:
            import pygraphviz
        except ImportError:
            return None
        warm = pygraphviz.AGraph(string='digraph { a [label="中"] }')
        warm.draw(format="png", prog="dot")
        warm.close()
    return pygraphviz


@contextlib.contextmanager
def _no_warnings() -> Iterator[None]:
    """Nothing on the process's standard error stream, where fontconfig complains about files of a newer version."""
    try:
        kept = os.dup(2)
    except OSError:  # a process without a standard error stream
        yield
        return
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)


@contextlib.contextmanager
def _font_setting() -> Iterator[None]:
    """FONTCONFIG_FILE pointing at the wheel's font, for as long as it takes to read it; the environment is put back."""
    folder = font_folder()
    if folder is None:
        yield
        return
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory() as place:
        setting = Path(place) / "fonts.conf"
        setting.write_text(_FONTS_CONF.format(folder=_xml(str(folder))), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(setting)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
