"""Amendments as their files tell them: the words replaced, and cases worked out by hand before and after.

    《title》
    旧版施行：2020年1月1日                 the old words stay beside the new ones, as a version in force from that day
    失效：2025年7月1日                     what verdicts from that day on must say: since when the law is silent
    文件：原文/办法.md                     the file of the policy's folder to change; measures.eco where none is named
    原：                                   words that stand in it once; line breaks and indents do not matter
      …
    改为：                                 the words that take their place; none where they are only deleted
      …
    检查：E701 第七条第一款                what a check of the new words must report, if anything
    修改前                                 cases under the old words
    修改后                                 cases under the new words

Before the first section a line that begins with # is a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ecolang.time import iso, parse_date

HERE = Path(__file__).resolve().parent
POLICY = "measures.eco"
_TITLE = re.compile(r"《(?P<title>.+)》")
_REPORTED = re.compile(r"检查：(?P<code>[A-Z]\d{3})(?: (?P<words>.+))?")
_DAY = re.compile(r"(?P<what>旧版施行|失效)：(?P<day>.+)")
_SECTIONS = ("原：", "改为：", "修改前", "修改后")


@dataclass(frozen=True)
class Edit:
    """Words of one file of the policy's folder, and the words that take their place."""

    file: str
    old: str
    new: str

    def apply(self, text: str) -> str:
        """The text with the words replaced. Raises ValueError where they stand in it never or more than once."""
        pattern = r"\s*".join(re.escape(each) for each in re.sub(r"\s", "", self.old))
        found = list(re.finditer(pattern, text))
        if len(found) != 1:
            raise ValueError(f"{self.file}: {len(found)} × {self.old}")
        return text[: found[0].start()] + self.new + text[found[0].end() :]


@dataclass(frozen=True)
class Report:
    """A problem that a check of the new words must report: its code, and words of its message."""

    code: str
    words: str


@dataclass(frozen=True)
class Amendment:
    """One amendment. `before`, `after`: case tests, as a file of cases holds them. `old_since`: the first day of the
    old words, where they stay a version beside the new; `silent_since`: the first day without the law (both ISO)."""

    title: str
    edits: tuple[Edit, ...]
    reports: tuple[Report, ...]
    before: str
    after: str
    old_since: str | None = None
    silent_since: str | None = None

    def apply(self, folder: Path) -> None:
        """Makes the edits in a copy of the policy's folder."""
        for edit in self.edits:
            path = folder / edit.file
            path.write_text(edit.apply(path.read_text(encoding="utf-8")), encoding="utf-8")


def read(path: Path) -> Amendment:
    """The amendment of a file. Raises ValueError for a line that belongs nowhere."""
    title, file, section = "", POLICY, ""
    edits: list[Edit] = []
    reports: list[Report] = []
    days: dict[str, str] = {}
    words: dict[str, list[str]] = {name: [] for name in _SECTIONS}

    def finish_edit() -> None:
        nonlocal section
        old, new = ("\n".join(words[name]).strip() for name in ("原：", "改为："))
        if old:
            edits.append(Edit(file, old, new))
        words["原："], words["改为："] = [], []
        section = ""

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line in _SECTIONS:
            if line != "改为：":
                finish_edit()
            section = line
        elif line.startswith("文件："):
            finish_edit()
            file = line.removeprefix("文件：")
        elif match := _REPORTED.fullmatch(line):
            finish_edit()
            reports.append(Report(match["code"], match["words"] or ""))
        elif not section and (match := _DAY.fullmatch(line)):
            day = parse_date(match["day"])
            if day is None:
                raise ValueError(f"{path.name}:{number}: {line}")
            days[match["what"]] = iso(day)
        elif not section and (match := _TITLE.fullmatch(line)):
            title = match["title"]
        elif section:
            words[section].append(line)
        elif line.strip() and not line.startswith("#"):
            raise ValueError(f"{path.name}:{number}: {line}")
    finish_edit()
    before, after = ("\n".join(words[name]).strip() + "\n" for name in ("修改前", "修改后"))
    return Amendment(title, tuple(edits), tuple(reports), before, after, days.get("旧版施行"), days.get("失效"))


def paths() -> list[Path]:
    """The files of all amendments, in their order."""
    return sorted(HERE.glob("*.eco-amendment"))
