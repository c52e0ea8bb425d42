"""The bytes of an input file: their encoding, their lines, and why they cannot be read."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator

from ecolang.diagnostics import Local
from ecolang.diagnostics.model import why_not
from ecolang.rows import dataclass
from ecolang_runtime.read.problems import Problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import BinaryIO, Literal, TypeAlias

Form: TypeAlias = 'Literal["json", "lines", "csv", "arrow", "xes"]'

_FORMS: dict[str, Form] = {
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "csv",
    ".xes": "xes",
    ".parquet": "arrow",
    ".arrow": "arrow",
    ".feather": "arrow",
}
_OTHER_MARKS = (
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
)
_NOT_TEXT = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
BOM = b"\xef\xbb\xbf"
_HEAD = 4096
_IN_MEMORY = 4_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """An input: a file, or bytes that came another way and are called `name` in messages."""

    name: str
    path: str | Path | None = None
    content: bytes = b""

    def open(self) -> BinaryIO:
        """A fresh stream of the bytes, unpacked if the name ends in .gz. Raises OSError."""
        if self.path is None:
            return io.BytesIO(self.content)
        if not self.packed:
            return open(self.path, "rb")
        import gzip

        return io.BufferedReader(gzip.open(self.path, "rb"))

    def open_anywhere(self) -> BinaryIO:
        """The same for reading here and there, which an unpacked copy on disk serves."""
        stream = self.open()
        if not self.packed:
            return stream
        import shutil
        import tempfile

        with stream:
            copy = tempfile.TemporaryFile()  # noqa: SIM115
            shutil.copyfileobj(stream, copy)
        return copy

    @property
    def packed(self) -> bool:
        """Whether the file is packed by gzip."""
        return self.path is not None and str(self.path).lower().endswith(".gz")

    @property
    def size(self) -> int:
        """How many bytes it has, as they are stored. Raises OSError."""
        return len(self.content) if self.path is None else os.stat(self.path).st_size

    def form(self, problems: Problems) -> Form | None:
        """Which form the input has, by the ending of its name, else by its first characters; None with a problem."""
        try:
            with self.open() as stream:
                head = stream.read(_HEAD)
        except unreadable() as error:
            problems.add("D101", reason=reason_of(error))
            return None
        for mark, encoding in _OTHER_MARKS:
            if head.startswith(mark):
                problems.add("D102", guess=encoding)
                return None
        name = self.name.lower()
        ending = os.path.splitext(name.removesuffix(".gz") if self.packed else name)[1]
        form = _FORMS.get(ending)
        if form in ("arrow", "xes"):
            return form
        if head.startswith(_NOT_TEXT) or (form is None and ending not in ("", ".txt")):
            problems.add("D115")
            return None
        if not head.removeprefix(BOM).strip():
            problems.add("D118")
            return None
        return form if form not in (None, "lines", "json") else _json_form(head.removeprefix(BOM).lstrip(), form)


def _json_form(head: bytes, form: Form | None) -> Form:
    """JSON or JSON Lines, whatever the name says: a list is a document, two objects on two lines are lines."""
    if head[:1] == b"[":
        return "json"
    if head[:1] != b"{":
        return form or "csv"
    first = head.split(b"\n", 1)[0].rstrip()
    if len(first) == len(head.rstrip()):
        return form or "json"
    # A line that closes what it opens is a record of its own; the first line of a document laid out does not.
    return "lines" if first.endswith(b"}") and first.count(b"{") == first.count(b"}") else form or "json"


def spooled(stream: BinaryIO, name: str) -> AbstractContextManager[Source]:
    """What comes through a pipe as an input that can be read twice: kept in a file while it is read, if it is long."""
    # Few runs read standard input; contextlib is slow to import.
    from contextlib import contextmanager

    return contextmanager(_spooled)(stream, name)


def _spooled(stream: BinaryIO, name: str) -> Iterator[Source]:
    head = stream.read(_IN_MEMORY + 1)
    if len(head) <= _IN_MEMORY:
        yield Source(name, None, head)
        return
    import shutil
    import tempfile

    with tempfile.NamedTemporaryFile(prefix="eco-", delete=False) as file:
        path = file.name
        try:
            file.write(head)
            del head
            shutil.copyfileobj(stream, file)
            file.flush()
            yield Source(name, path)
        finally:
            # Some systems do not let an open file be removed.
            file.close()
            os.unlink(path)


def unreadable() -> tuple[type[Exception], ...]:
    """What reading a file may raise; zlib is there once a packed one was opened."""
    zlib = sys.modules.get("zlib")
    return (OSError, EOFError) if zlib is None else (OSError, EOFError, zlib.error)


def reason_of(error: Exception) -> Local | str | None:
    """Why a file cannot be read: in the reader's words where they are known, else in the system's."""
    return (why_not(error) if isinstance(error, OSError) else None) or str(error) or None


def cr_only(stream: BinaryIO) -> bool:
    """Whether lines end with a lone CR, as far as the stream's next bytes tell."""
    at = stream.tell()
    head = stream.read(_HEAD * 16)
    stream.seek(at)
    return b"\r" in head and b"\n" not in head


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Each line from the stream's position on, with its number from 1 and its offset; only where the stream has no LF
    does a lone CR end a line."""
    at = stream.tell()
    if cr_only(stream):
        for number, line in enumerate(stream.read().splitlines(keepends=True), 1):
            yield number, at, line
            at += len(line)
        return
    for number, line in enumerate(stream, 1):
        yield number, at, line
        at += len(line)
