"""Imports of many rows: each wake-up works open runs for a bounded time, the next one goes on where it stopped."""

import structlog

from shop.core.db import short
from shop.core.errors import Refusal
from shop.listings.import_work import open_imports, work_import
from workers.runtime import Worker, program

SECONDS = 60.0  # of one wake-up for one run: other work of the queue gets its turn, far below the hard limit

log = structlog.get_logger("workers.imports")


@program("imports.work", "bulk")
async def work_imports(worker: Worker, /) -> None:
    """Work the oldest run nobody works. A run that fails this time is tried again with the next wake-up."""
    async with short(worker.sessions) as session:
        waiting = await open_imports(session)
    for run_id in waiting:
        try:
            progress = await work_import(worker.sessions, run_id, seconds=SECONDS)
        except Refusal as refusal:
            log.warning("import waits", run=str(run_id), code=refusal.code)
            continue
        if progress is not None:
            log.info("import worked", run=str(run_id), state=progress.state, done=progress.done, total=progress.total)
            return
