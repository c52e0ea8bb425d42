"""A policy broken in every way of a list, to see what its checks and case tests would miss."""

from ecolang_compiler.mutate.edits import mutants
from ecolang_compiler.mutate.model import KINDS, Mutant

__all__ = ["KINDS", "Mutant", "mutants"]
