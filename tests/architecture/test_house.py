"""The house rules that a reader would otherwise have to trust."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ecolang", "compiler/ecolang_compiler", "runtime/ecolang_runtime")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST = 400
# An article number is 第 + numeral + 条; the language's own pattern for citations (第…条) has no numeral between.
ARTICLE = re.compile(r"第[〇零一二两三四五六七八九十百0-9０-９]+条")
POLICY_WORDS = re.compile(r"磋商|告知书|义务人|赔偿")


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=names)
def test_a_module_is_short_enough_to_read_at_once(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=names)
def test_no_regulation_is_written_in_python(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not ARTICLE.findall(text)
    assert not POLICY_WORDS.findall(text)


def test_the_import_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_time_needs_the_standard_library_alone() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import ecolang.time\n"
        "tops = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(tops - set(sys.stdlib_module_names) - {'ecolang'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
