"""The shipped regulation compiled once, and the starter policy in both languages."""

import os
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from tests.command import XPCC, eco

# The suite draws the same examples each time and stops at the first failure: shrinking a whole policy takes many
# minutes. ECO_SHRINK=1 looks for the smallest.
_PHASES = [Phase.explicit, Phase.reuse, Phase.generate] + ([Phase.shrink] if os.environ.get("ECO_SHRINK") else [])
hypothesis_settings.register_profile("suite", derandomize=True, database=None, deadline=None, phases=_PHASES)
hypothesis_settings.load_profile("suite")


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped regulation as an artifact."""
    path = tmp_path_factory.mktemp("compiled") / "xpcc.json"
    assert eco("compile", XPCC, "-o", path).status == 0
    return path


@pytest.fixture(scope="session")
def starter_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the Chinese starter."""
    folder = tmp_path_factory.mktemp("new") / "办法"
    assert eco("new", folder).status == 0
    return (folder / "policy.eco").read_text(encoding="utf-8")


@pytest.fixture
def starter(tmp_path: Path, starter_text: str) -> Path:
    """A folder with the Chinese starter, to be changed at will."""
    folder = tmp_path / "办法"
    folder.mkdir()
    (folder / "policy.eco").write_text(starter_text, encoding="utf-8")
    return folder
