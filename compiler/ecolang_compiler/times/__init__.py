"""How long a procedure takes: the shortest and the longest way to each outcome, each stage, each period, in days."""
