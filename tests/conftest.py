"""The shipped regulation compiled once, and the starter policy in both languages."""

from pathlib import Path

import pytest

from tests.command import XPCC, eco


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
