"""Compiled policies as files: one version as its program alone, several as one JSON object that holds them all.

`{"format": "ecolang-versions/1", "hash": …, "versions": {name: program}}`, lossless; days of issue that were filled in
stand in the programs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from ecolang import artifact
from ecolang.artifact import ArtifactError
from ecolang.digest import digest_of, has_marks, is_sealed, seal, without
from ecolang.program import Program
from ecolang.versions import Versions, arrange, split_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

FORMAT = "ecolang-versions/1"


def to_json(versions: Versions) -> dict[str, Any]:
    """The JSON object of all versions; of a single one, that of its program."""
    if not versions.several:
        return artifact.to_json(versions.newest.program)
    body = {row.name: artifact.to_json(row.program) for row in versions.rows}
    return {"format": FORMAT, "hash": _digest({name: each["hash"] for name, each in body.items()}), "versions": body}


def dumps(versions: Versions) -> str:
    """The canonical text."""
    return seal(json.dumps(to_json(versions), ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def loads(content: bytes | str, file: str = "JSON", name: str = "") -> Versions | ArtifactError:
    """The versions of a file's content, or why they cannot be had; `name`: of a single version, which its file does
    not tell."""
    return _loads(content, file, name, is_sealed(content))


def _loads(content: bytes | str, file: str, name: str, sealed: bool) -> Versions | ArtifactError:
    if FORMAT.split("/")[0].encode() not in (content[:200] if isinstance(content, bytes) else content[:200].encode()):
        single = artifact.loads(content, file, sealed=sealed)
        return single if isinstance(single, ArtifactError) else arrange({name: single})
    try:
        text = artifact.text_of(content)
        data = json.loads(text)
    except (UnicodeDecodeError, RecursionError, ValueError):
        return ArtifactError("not_json", file, "…")
    return from_json(data, file, sealed=sealed, marked=has_marks(text))


def from_json(data: Any, file: str = "JSON", *, sealed: bool = False, marked: bool = True) -> Versions | ArtifactError:
    """The versions of a JSON object, or why they cannot be had. `sealed`, `marked`: as in `artifact.from_json`."""
    held = data.get("versions") if isinstance(data, dict) else None
    if not isinstance(held, dict) or not held:
        return ArtifactError("damaged", file, "versions")
    if data.get("format") != FORMAT:
        return ArtifactError("newer", file, str(data.get("format")))
    programs: dict[str, Program] = {}
    for name, each in held.items():
        program = artifact.from_json(each, file, sealed=sealed, marked=marked)
        if isinstance(program, ArtifactError):
            return program
        programs[name] = program
    if (
        not sealed
        and "hash" in data
        and data["hash"] != _digest({name: each.get("hash") for name, each in held.items()})
    ):
        return ArtifactError("changed", file)
    return arrange(programs)


def load(path: str | Path, issued: Mapping[str, str] | None = None, *, tested: bool = True) -> Versions | ArtifactError:
    """The versions of a file; FILE@VERSION is one of them alone. `issued`: days of issue (ISO) by version, "" for the
    newest. Not `tested`: without their case tests, which may be most of a file and which no judgement looks at."""
    file, version = split_name(str(path))
    try:
        with open(file, "rb") as stream:
            content = stream.read()
    except OSError as error:
        return ArtifactError("unreadable", file, error.strerror or "")
    name, sealed = os.path.splitext(os.path.basename(file))[0], is_sealed(content)
    found = _loads(without(content, "tests") if sealed and not tested else content, file, name, sealed)
    if isinstance(found, ArtifactError):
        return found
    programs = {row.name: row.program for row in found.rows if version in (None, row.name)}
    if not programs:
        return ArtifactError("unknown_part", str(file), version or "")
    return arrange(
        programs, {name or found.newest.name: day for name, day in (issued or {}).items()}, fixed=version is not None
    )


def digest(versions: Versions) -> str:
    """The digest of what was compiled, such as "sha256:…"."""
    return str(to_json(versions)["hash"])


def _digest(hashes: dict[str, Any]) -> str:
    return digest_of(json.dumps(hashes, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
