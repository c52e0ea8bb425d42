"""Regular expressions that are compiled when something is first matched: many modules have some, one run needs few."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import compile as later
else:

    class later:
        """What `re.compile` gives, once it is used."""

        def __init__(self, text, flags=0):
            self._given = text, flags

        def __getattr__(self, name):
            import re

            if name.startswith("__"):
                raise AttributeError(name)
            found = getattr(re.compile(*self._given), name)
            setattr(self, name, found)
            return found


__all__ = ["later"]
