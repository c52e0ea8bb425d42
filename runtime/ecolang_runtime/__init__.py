"""From a compiled policy and case events to verdicts."""
