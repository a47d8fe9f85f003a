"""The auditor at work: each night, and when an officer asks."""

import structlog

from shop.audits.ask_audit import ask_audit
from shop.audits.queries import FindingShown, audit_findings
from shop.audits.work_audit import work_audit
from shop.core.db import short
from workers.runtime import Worker, program

MOST = 50  # differences written to the log
MOST_RUNS = 10  # of one wake-up

log = structlog.get_logger("workers.audits")


@program("audits.work", "bulk")
async def work(worker: Worker, /) -> None:
    """Work the runs that wait. Two at once share the work: each locks its own."""
    for _ in range(MOST_RUNS):
        async with short(worker.sessions) as session:
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            run = await work_audit(session)
            if run is None:
                return
            _note(await audit_findings(session, run.id, MOST))


@program("audits.nightly", "bulk")
async def nightly(worker: Worker, /) -> None:
    """Let the night's run wait; it is worked like any other."""
    async with short(worker.sessions) as session:
        await ask_audit(session, None)


def _note(findings: list[FindingShown]) -> None:
    """A difference is an error in the log, for somebody to look at."""
    if not findings:
        log.info("books agree")
    for one in findings:
        log.error("books differ", check=one.check, subject=one.subject, expected=one.expected, found=one.found)
