"""`eco run --engine processes|dask://…`: the work of one run over many processes or machines."""

from __future__ import annotations

import os
import sys

from ecolang.cli.judging import Task, report
from ecolang.cli.plain import ARROW_ENDINGS, Failure, Lang, cannot_write, say, say_error, show_diagnostics
from ecolang.cli.progress import Progress
from ecolang.diagnostics import Diagnostic
from ecolang.errors import EcoError
from ecolang_runtime.columnar.needs import Lacking
from ecolang_runtime.policy import Policy
from ecolang_runtime.scale.run import Lost, Unfit, engine_of, judge_files


def run(policy: Policy, task: Task, day: int, lang: Lang) -> int:
    """Judges the files and tells what became of the cases; the exit status."""
    engine = engine_of(task.engine or "")
    if engine is None:
        words = "compiled, reference, columnar, processes, processes:4, dask://, dask://HOST:PORT"
        raise Failure(
            say(lang, f"没有引擎“{task.engine}”，可以写：{words}。", f"no engine “{task.engine}”; there are: {words}.")
        )
    if "-" in task.cases:
        raise Failure(
            say(lang, "标准输入不能分给几个进程，请写成文件。", "standard input cannot be shared out; give a file.")
        )
    if engine.address and task.output is None:
        raise Failure(
            say(
                lang,
                "交给集群时用 -o 写出结果文件，放在各台机器都能读写的文件夹里。",
                "with a cluster, give the output with -o, in a folder that every machine can write to.",
            )
        )
    progress = Progress(
        lambda n: say(lang, f"已看过 {n} 件……", f"{n} case(s) …"), quiet=task.output is None and sys.stdout.isatty()
    )

    def tell(note: Diagnostic) -> None:
        progress.clear()
        show_diagnostics([note], {}, lang)

    table = task.detail != "brief" and (task.output or "").lower().endswith(ARROW_ENDINGS)
    sys.stdout.flush()
    try:
        counts = judge_files(
            policy,
            task.cases,
            sys.stdout.buffer if task.output is None else task.output,
            as_of=day,
            engine=engine,
            try_readings=task.try_readings,
            lang=lang,
            form="table" if table else task.form,
            full=task.full,
            detail=task.detail,
            fail_on=task.fail_on,
            log_map=task.log_map,
            tell=tell,
            progress=progress.reach,
        )
    except EcoError as error:
        show_diagnostics(error.diagnostics, {}, lang)
        raise Failure(
            say(lang, f"对应表 {task.log_map} 有错误，不能继续。", f"the map {task.log_map} has errors.")
        ) from None
    except Unfit as unfit:
        raise Failure(say(lang, unfit.zh, unfit.en)) from None
    except Lost:
        raise Failure(
            say(
                lang,
                "有一部分案件，做它的进程一再中断（内存不够？），没有完成。",
                "some cases were not finished: whatever worked on them died again and again (out of memory?).",
            )
        ) from None
    except Lacking as missing:
        from ecolang.cli.run_columnar import lacking

        raise lacking(missing, lang) from None
    except ImportError as error:
        raise Failure(
            say(
                lang,
                f"这个引擎需要 {error.name}：pip install 'ecolang[dask]'",
                f"this engine needs {error.name}: pip install 'ecolang[dask]'",
            )
        ) from None
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        if error.filename is None and engine.address:
            raise Failure(say(lang, f"连不上 {task.engine}：{error}", f"cannot reach {task.engine}: {error}")) from None
        raise cannot_write(task.output or os.fspath(error.filename or "-"), error, lang) from None
    finally:
        progress.clear()
    status = report(counts.judged, counts.bad, counts.failing, lang)
    if table:
        zh = f"其中成批判断 {counts.columnar} 件，逐件判断 {counts.judged - counts.columnar} 件。"
        en = f"{counts.columnar} of them in columns, {counts.judged - counts.columnar} one by one."
        say_error(say(lang, zh, en))
        for reason, number in counts.why.most_common():
            say_error(f"  {number:>8}  {reason}")
    return status
