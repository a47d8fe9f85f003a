"""Compare all books for a run that waits, and keep what was found."""

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.audits.models import AuditFinding, AuditRun
from shop.audits.rules import MOST_FINDINGS
from shop.core.clock import now
from shop.orders.audit import audit_books

AUDIT_LOCK = 0xA5D1  # one auditor at a time


async def work_audit(session: AsyncSession) -> AuditRun | None:
    """Work the oldest run that waits and return it; None: none does.

    Call it in a REPEATABLE READ transaction: all books are read as they stand at one moment. One worker works at a
    time (the others find nothing to do); one that is cut off leaves the run waiting.
    """
    if not await session.scalar(select(func.pg_try_advisory_xact_lock(AUDIT_LOCK))):
        return None
    run: AuditRun | None = await session.scalar(
        select(AuditRun).where(AuditRun.ended_at.is_(None)).order_by(AuditRun.id).limit(1)
    )
    if run is None:
        return None
    await session.execute(text("SET LOCAL statement_timeout = 0"))
    differences = await audit_books(session)
    rows = [
        {
            "run_id": run.id,
            "check_name": each.check,
            "subject": each.subject,
            "expected": each.expected,
            "found": each.found,
        }
        for each in differences[:MOST_FINDINGS]
    ]
    if rows:
        await session.execute(insert(AuditFinding), rows)
    run.differences = len(differences)
    run.ended_at = await now(session)
    await session.flush()  # who asks next in this transaction sees it
    return run
