"""No input makes anything but a message: the corpus in each test run, and for as long as one likes by `./run soak`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fuzz.inputs import CORPUS, some_artifact, some_cases, some_policy
from tests.fuzz.targets import artifact_text, try_artifact, try_cases, try_policy
from tests.soak import long_run, seeds

KINDS: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "policy-zh": lambda rng: ("zh.eco", some_policy("zh", rng).encode("utf-8", "surrogatepass")),
    "policy-en": lambda rng: ("en.eco", some_policy("en", rng).encode("utf-8", "surrogatepass")),
    "cases": some_cases,
    "artifact": lambda rng: ("artifact.json", some_artifact(artifact_text(), rng)),
}


def tried(name: str, data: bytes) -> Iterator[str]:
    """What an input comes to, by the name of its file."""
    if name.endswith(".eco"):
        return try_policy(data.decode("utf-8", "surrogatepass"))
    return try_artifact(data) if name.startswith("artifact") else try_cases(name, data)


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_an_input_of_the_corpus_is_told_and_never_raised(path: Path) -> None:
    assert list(tried(path.name.partition(".")[2], path.read_bytes()))


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
@seeds
def test_any_input_is_told_and_never_raised(number: int, kind: str) -> None:
    def one_round(seed: int) -> list[str]:
        name, data = KINDS[kind](random.Random(seed))
        try:
            return list(tried(name, data))
        except Exception:
            kept = CORPUS / f"{kind}-{seed}.{name}"
            kept.write_bytes(data)
            raise

    long_run(f"fuzz-{kind}", number, one_round)
