"""The surfaces that are fuzzed: what an input of each is, how one is made or changed, and what is done with it.

An input is a name and bytes: its name says how it is read, as a file's does. `python -m tests.fuzz.kinds FILE` does
once what is done with an input of the corpus.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecolang.diagnostics import all_codes
from tests.fuzz.beside import changed_file, samples
from tests.fuzz.inputs import (
    CORPUS,
    CSV_CASES,
    JSON_CASES,
    changed_artifact,
    changed_cases,
    changed_policy,
    policies,
    some_cases,
    some_policy,
)
from tests.fuzz.targets import artifact_text, try_artifact, try_cases, try_policy
from tests.fuzz.targets_beside import try_amendment, try_beside
from tests.goldens.slips import BASE, POLICY, Lang, case_of

Input = tuple[str, bytes]


@dataclass(frozen=True)
class Kind:
    """`names`: of its inputs; `change`: makes another text of one; `seeds`: what to begin with."""

    names: tuple[str, ...]
    change: Callable[[str, str, random.Random], str | bytes]
    seeds: Callable[[], Iterator[Input]]
    fresh: Callable[[random.Random], Input]
    tried: Callable[[str, bytes], Iterator[str]]
    longest: int = 60_000


def decoded(data: bytes) -> str:
    """Bytes as text, whatever they are; half a surrogate pair stays what it is."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def encoded(text: str) -> bytes:
    """Text as bytes."""
    return text.encode("utf-8", "surrogatepass")


def _slips(lang: Lang) -> Iterator[str]:
    """The wrong policy of each diagnostic."""
    for code in all_codes():
        try:
            case = case_of(code, lang, "wrong")
        except AssertionError:
            # Its page shows no policy.
            continue
        data = case.files.get(POLICY[lang])
        if data is not None:
            yield decoded(data)


def _policy(lang: Lang) -> Kind:
    name = f"{lang}.eco"
    return Kind(
        (name,),
        lambda _, text, rng: changed_policy(text, lang, rng),
        lambda: ((name, encoded(text)) for text in dict.fromkeys((*policies(lang), *_slips(lang)))),
        lambda rng: (name, encoded(some_policy(lang, rng))),
        lambda _, data: try_policy(decoded(data)),
    )


def _amendments() -> Iterator[Input]:
    for lang in ("zh", "en"):
        for text in dict.fromkeys((BASE[lang][POLICY[lang]], *policies(lang), *_slips(lang))):
            if len(text) < 8000:
                yield f"new-{lang}.eco", encoded(text)


def _some_amendment(rng: random.Random) -> Input:
    lang: Lang = rng.choice(("zh", "en"))
    return f"new-{lang}.eco", encoded(changed_policy(BASE[lang][POLICY[lang]], lang, rng))


def _some_file(rng: random.Random) -> Input:
    name, data = rng.choice(samples())
    return name, encoded(changed_file(name, decoded(data), rng))


def _lang(name: str) -> Lang:
    return "zh" if "zh" in name else "en"


def _case_files() -> Iterator[Input]:
    yield "cases.csv", CSV_CASES.encode()
    yield "cases.jsonl", "\n".join(JSON_CASES).encode()
    yield "cases.json", f"[{','.join(JSON_CASES)}]".encode()


KINDS: dict[str, Kind] = {
    "policy-zh": _policy("zh"),
    "policy-en": _policy("en"),
    "cases": Kind(
        ("cases.jsonl", "cases.csv", "cases.json"),
        lambda _, text, rng: changed_cases(text, rng),
        _case_files,
        some_cases,
        try_cases,
        10_000,
    ),
    "artifact": Kind(
        ("artifact.json",),
        lambda _, text, rng: changed_artifact(text, rng),
        lambda: iter([("artifact.json", artifact_text().encode())]),
        lambda rng: ("artifact.json", changed_artifact(artifact_text(), rng)),
        lambda _, data: try_artifact(data),
    ),
    "beside": Kind(
        ("log.xes", "map.toml", "calendar.toml", "source.md"),
        changed_file,
        lambda: iter(samples()),
        _some_file,
        try_beside,
    ),
    "amendment": Kind(
        ("new-zh.eco", "new-en.eco"),
        lambda name, text, rng: changed_policy(text, _lang(name), rng),
        _amendments,
        _some_amendment,
        lambda name, data: try_amendment(_lang(name), decoded(data)),
        8_000,
    ),
}
KIND_OF = {name: kind for kind in KINDS.values() for name in kind.names}


def tried(name: str, data: bytes) -> Iterator[str]:
    """What an input comes to, by the name of its file."""
    return KIND_OF[name].tried(name, data)


def of_corpus(path: Path) -> Input:
    """An input that is kept: what its file's name ends with is its own name."""
    return path.name.partition(".")[2], path.read_bytes()


def kept(kind: str) -> Iterator[Input]:
    """The inputs of a kind in the corpus."""
    for path in sorted(CORPUS.iterdir()):
        name, data = of_corpus(path)
        if name in KINDS[kind].names:
            yield name, data


if __name__ == "__main__":
    given = of_corpus(Path(sys.argv[1]))
    # What is made at the first use takes time once; an input is not to blame for it.
    list(tried(given[0], next(data for name, data in KIND_OF[given[0]].seeds() if name == given[0])))
    print(*tried(*given))
