"""What surrounds every verb: streams in UTF-8, and the exit status of whatever goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from ecolang.cli.plain import FINE, UNREADABLE, Failure, Lang, language, say, say_error

#: What a shell says of a program ended by Ctrl-C.
INTERRUPTED = 130


class PipeClosed(Exception):
    """The reader of standard output (head, less) has seen enough."""


def framed(action: Callable[[], object], argv: Sequence[str]) -> int:
    """The exit status of an action; what it raises is told. `argv`: the command line, for its language."""
    for stream in (sys.stdout, sys.stderr):
        # Chinese text must come out whatever the console's code page is.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = action()
        sys.stdout.flush()
    except Failure as failure:
        say_error(str(failure))
        return failure.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except (PipeClosed, BrokenPipeError):
        # What is still to be flushed when Python ends has nowhere to go; that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if "ECO_DEBUG" in os.environ:
            raise
        say_error(_own_failure(error, language_of(argv)))
        return UNREADABLE
    return result if isinstance(result, int) else FINE


def language_of(argv: Sequence[str]) -> Lang:
    """The language that a command line asks for, also one that cannot be read."""
    for flag, value in zip(argv, [*argv[1:], ""], strict=True):
        chosen = value if flag == "--lang" else flag.removeprefix("--lang=")
        if chosen in ("zh", "en"):
            return language(chosen)
    return language(None)


def _own_failure(error: Exception, lang: Lang) -> str:
    kind = type(error).__name__
    return say(
        lang,
        f"eco 自身出错了（{kind}），没有完成。设 ECO_DEBUG=1 再运行一次可以看到经过，请连同政策文件一起报告。",
        f"eco itself failed ({kind}) and did not finish. Run again with ECO_DEBUG=1 to see how, and please report it "
        "with the policy.",
    )
