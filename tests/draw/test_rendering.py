"""Pictures come out of this process alone, Chinese glyphs and all, and what is missing is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageOps

from ecolang.draw import DrawError, dot, render
from tests.draw.procedure import PROCEDURE

ROOT = Path(__file__).resolve().parents[2]
NO_FONTS = '<?xml version="1.0"?><fontconfig></fontconfig>'


def drawn(text: str, format: str) -> bytes:
    result = render(text, format)
    assert isinstance(result, bytes), result
    return result


def ink(png: bytes) -> tuple[int, int]:
    """Width and height of what is not white."""
    box = ImageOps.invert(Image.open(BytesIO(png)).convert("L")).getbbox()
    assert box is not None
    return box[2] - box[0], box[3] - box[1]


def in_bare_process(code: str, tmp_path: Path, **env: str) -> bytes:
    """Run code where no `dot` is on the PATH and the system has no font."""
    (tmp_path / "fonts.conf").write_text(NO_FONTS, encoding="utf-8")
    bare = {
        "PATH": str(tmp_path),
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "XDG_CACHE_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        **env,
    }
    done = subprocess.run([sys.executable, "-c", code], env=bare, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def glyph(char: str) -> str:
    fonts = "Noto Sans CJK SC,sans-serif"
    return f'digraph {{ pad=0; node [shape=plain fontname="{fonts}" fontsize=60]; a [label="{char}"] }}'


def code_for(text: str, format: str) -> str:
    return (
        "import sys\nfrom ecolang.draw import render\n"
        f"done = render({text!r}, {format!r})\n"
        "sys.stdout.buffer.write(done if isinstance(done, bytes) else repr(done).encode())"
    )


@pytest.mark.parametrize(
    ("format", "magic"),
    [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph"), ("PNG", b"\x89")],
)
def test_each_format_is_drawn(format: str, magic: bytes) -> None:
    assert drawn(dot(PROCEDURE), format).startswith(magic)


def test_a_pdf_is_one_page_no_larger_than_a3() -> None:
    pdf = drawn(dot(PROCEDURE), "pdf")
    box = re.search(rb"/MediaBox *\[ *0 0 (\d+) (\d+)", pdf)
    assert re.findall(rb"/Count (\d+)", pdf) == [b"1"] and box is not None
    assert sorted(map(int, box.groups())) <= [842, 1191]  # 297 x 420 mm in points


def test_a_png_for_paper_has_200_dots_an_inch() -> None:
    # A3 less its margin is 16.35 inches high or 11.5 wide, whichever binds; a pad and rounding may take some off.
    width, height = Image.open(BytesIO(drawn(dot(PROCEDURE), "png"))).size
    assert max(width / 11.5, height / 16.35) == pytest.approx(200, rel=0.02)


def test_png_has_chinese_glyphs_without_dot_and_without_fonts_of_the_system(tmp_path: Path) -> None:
    # 一 is one level stroke and 丨 one upright stroke; a box for a missing glyph would be as high as wide for both.
    flat = in_bare_process(code_for(glyph("一"), "png"), tmp_path)
    upright = in_bare_process(code_for(glyph("丨"), "png"), tmp_path)
    assert ink(flat)[0] > 4 * ink(flat)[1]
    assert ink(upright)[1] > 4 * ink(upright)[0]


def test_the_whole_procedure_is_drawn_in_a_bare_process(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom ecolang.draw import dot, render\nfrom tests.draw.procedure import PROCEDURE\n"
        "sys.stdout.buffer.write(render(dot(PROCEDURE), 'png'))"
    )
    bare = in_bare_process(code, tmp_path)
    assert Image.open(BytesIO(bare)).size == Image.open(BytesIO(drawn(dot(PROCEDURE), "png"))).size


def test_drawing_says_nothing_on_the_standard_error_stream() -> None:
    code = code_for(glyph("一"), "png")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b""


def test_importing_the_drawing_does_not_load_the_renderer(tmp_path: Path) -> None:
    code = "import sys, ecolang.draw\nprint('pygraphviz' in sys.modules)"
    assert in_bare_process(code, tmp_path).strip() == b"False"


def test_the_environment_is_left_as_it_was() -> None:
    before = dict(os.environ)
    drawn(glyph("一"), "png")
    assert dict(os.environ) == before


def test_without_the_renderer_the_remedy_is_named(tmp_path: Path) -> None:
    code = "import sys\nsys.modules['pygraphviz'] = None\n" + code_for("digraph {}", "svg")
    assert b"no_renderer" in in_bare_process(code, tmp_path)
    for lang in ("zh", "en"):
        assert "pip install 'ecolang[draw]'" in DrawError("no_renderer", "SVG").message(lang)


def test_without_the_font_png_and_pdf_are_an_error_and_svg_is_not(tmp_path: Path) -> None:
    hidden = (
        "import importlib.machinery, sys\n"
        "class Hide:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        return importlib.machinery.ModuleSpec(name, None) if name == 'manimgx_fonts_cjk' else None\n"
        "sys.meta_path.insert(0, Hide())\n"
    )
    for format in ("png", "pdf"):
        assert b"no_font" in in_bare_process(hidden + code_for(glyph("一"), format), tmp_path)
    assert in_bare_process(hidden + code_for(glyph("一"), "svg"), tmp_path).startswith(b"<?xml")
    for lang in ("zh", "en"):
        assert "pip install 'ecolang[draw]'" in DrawError("no_font", "PNG").message(lang)


def test_an_unknown_format_is_a_value() -> None:
    result = render("digraph {}", "gif")
    assert isinstance(result, DrawError)
    assert "gif" in result.message("zh") and "svg, png, pdf, dot" in result.message("en")


def test_text_that_is_no_dot_is_a_value() -> None:
    assert isinstance(render("nonsense {", "svg"), DrawError)


def test_svg_names_fonts_that_machines_have() -> None:
    assert b"Microsoft YaHei" in drawn(dot(PROCEDURE), "svg")


def test_svg_has_ids_and_tooltips() -> None:
    root = ElementTree.fromstring(drawn(dot(PROCEDURE), "svg"))
    ids = {each.get("id") for each in root.iter()}
    assert {"stage:待告知", "edge:第七条第一款#4"} <= ids
    titles = {each.get("{http://www.w3.org/1999/xlink}title") for each in root.iter()}
    assert any("待告知的，权利人应当送达告知书" in (title or "") for title in titles)
