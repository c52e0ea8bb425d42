"""Cases made from the graph of any policy: walks with dates at and around every boundary, some of them in breach."""

from ecolang_runtime.generate.cases import Generator, generate
from ecolang_runtime.generate.lines import case_lines, write_lines
from ecolang_runtime.generate.view import Run

__all__ = ["Generator", "Run", "case_lines", "generate", "write_lines"]
