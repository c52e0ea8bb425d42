"""From policy text to the checked graph."""
