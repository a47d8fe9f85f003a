"""Work that keeps the house in order: old rows go, the books are checked each night."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.prune import prune_sign_ins
from shop.cart.prune import prune_carts
from shop.catalog.prune import prune_changes
from shop.core.prune import prune_idempotency, prune_outbox
from workers.runtime import sweep

log = structlog.get_logger("workers.housekeeping")


@sweep("housekeeping.prune", "bulk", limit=2000)
async def prune(session: AsyncSession, limit: int) -> int:
    """Remove rows whose purpose is over; each kind at most `limit` rows a round."""
    removed = [
        await prune_outbox(session, limit),
        await prune_idempotency(session, limit),
        await prune_sign_ins(session, limit),
        await prune_carts(session, limit),
        await prune_changes(session, limit),
    ]
    return max(removed)
