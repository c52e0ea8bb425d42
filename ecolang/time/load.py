"""Calendar files: where they are looked up, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ecolang.patterns import later
from ecolang.time.calendar import Calendar
from ecolang.time.layer import CalendarProblem, Layer, read_layer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

# A calendar of a century is a few hundred kilobytes; a larger file is not one.
_LARGEST_FILE = 4_000_000
_NAME_LINE = later(r'(?m)^name(?:_en)?\s*=\s*"([^"\n]+)"')


def calendar_dirs(policy: Path | None = None, given: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The folders to look in, the first wins: those given, `calendars/` in the policy's folder and above it, a
    checkout's policies, those that the package carries.
    """
    candidates = list(given)
    if policy is not None:
        start = policy.resolve()
        candidates += [folder / "calendars" for folder in (start, *start.parents)]
    from pathlib import Path

    package = Path(__file__).resolve().parents[1]
    candidates += [package.parent / "policies" / "calendars", package / "_data" / "policies" / "calendars"]
    return tuple(dict.fromkeys(folder for folder in candidates if folder.is_dir()))


def find_calendars(dirs: Iterable[Path]) -> dict[str, Path]:
    """The calendar files by their Chinese name, English name and file name without its ending; the first folder wins.

    A file that can't be read is found by its file name and by the lines that look like its names, so that loading it
    tells why.
    """
    found: dict[str, Path] = {}
    for folder in dirs:
        for path in sorted(folder.glob("*.toml")):
            layer = load_layer(path)
            if isinstance(layer, Layer):
                found.setdefault(layer.name, path)
                if layer.name_en:
                    found.setdefault(layer.name_en, path)
            else:
                for name in _written_names(path):
                    found.setdefault(name, path)
            found.setdefault(path.stem, path)
    return found


def _written_names(path: Path) -> list[str]:
    try:
        return _NAME_LINE.findall(path.read_text(encoding="utf-8", errors="replace")[:_LARGEST_FILE])
    except OSError:
        return []


def load_layer(path: Path) -> Layer | tuple[CalendarProblem, ...]:
    """The layer in a TOML file; the problems if it can't be read or is none."""
    try:
        found = path.stat()
    except OSError as error:
        return (CalendarProblem("unreadable", str(path), error.strerror or type(error).__name__),)
    if found.st_size > _LARGEST_FILE:
        return (CalendarProblem("unreadable", str(path), f"> {_LARGEST_FILE} B"),)
    return _load(path, found.st_mtime_ns, found.st_size)


# A file is looked at for its names and again for its days, and by each version.
@lru_cache(maxsize=64)
def _load(path: Path, changed: int, size: int) -> Layer | tuple[CalendarProblem, ...]:
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return (CalendarProblem("unreadable", str(path), error.strerror or type(error).__name__),)
    except UnicodeDecodeError:
        return (CalendarProblem("unreadable", str(path), "UTF-8"),)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return (CalendarProblem("not_toml", str(path), str(error)),)
    return read_layer(data)


def load_calendar(
    names: Sequence[str], dirs: Iterable[Path], added: Iterable[Layer] = ()
) -> Calendar | tuple[CalendarProblem, ...]:
    """The calendar of the named layers in order, with `added` layers over them; the problems if one can't be had."""
    found: Mapping[str, Path] = find_calendars(dirs)
    layers: list[Layer] = []
    problems: list[CalendarProblem] = []
    for name in names:
        path = found.get(name)
        if path is None:
            known = dict.fromkeys(layer.name for layer in map(load_layer, found.values()) if isinstance(layer, Layer))
            problems.append(CalendarProblem("unknown_calendar", name, "、".join(known)))
            continue
        layer = load_layer(path)
        if isinstance(layer, Layer):
            layers.append(layer)
        else:
            problems.extend(layer)
    return tuple(problems) or Calendar((*layers, *added))
