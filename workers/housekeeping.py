"""Work that keeps the house in order: old rows go, the books are checked each night."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.prune import prune_codes, prune_sign_ins
from shop.cart.prune import prune_carts
from shop.catalog.prune import prune_changes
from shop.core.db import short
from shop.core.prune import prune_idempotency, prune_outbox
from shop.listings.prune import prune_imports
from shop.orders.audit import audit_books
from workers.runtime import Worker, program, sweep

MOST = 50  # differences written to the log

log = structlog.get_logger("workers.housekeeping")


@sweep("housekeeping.prune", "bulk", limit=2000)
async def prune(session: AsyncSession, limit: int) -> int:
    """Remove rows whose purpose is over; each kind at most `limit` rows a round."""
    removed = [
        await prune_outbox(session, limit),
        await prune_idempotency(session, limit),
        await prune_sign_ins(session, limit),
        await prune_codes(session, limit),
        await prune_carts(session, limit),
        await prune_changes(session, limit),
        await prune_imports(session, limit),
    ]
    return max(removed)


@program("housekeeping.audit", "bulk")
async def audit(worker: Worker, /) -> None:
    """Compare all books in one snapshot; a difference is an error in the log, for somebody to look at."""
    async with short(worker.sessions) as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        differences = await audit_books(session)
    if not differences:
        log.info("books agree")
    for one in differences[:MOST]:
        log.error("books differ", check=one.check, subject=one.subject, expected=one.expected, found=one.found)
