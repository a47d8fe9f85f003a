"""Work that keeps the house in order: old rows go."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.prune import prune_codes, prune_sign_ins
from shop.audits.prune import prune_audits
from shop.cart.prune import prune_carts
from shop.catalog.prune import prune_changes
from shop.core.prune import prune_idempotency, prune_outbox
from shop.delivery.quotes import prune_quotes
from shop.listings.prune import prune_imports
from workers.runtime import sweep


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
        await prune_audits(session, limit),
        await prune_quotes(session, limit),
    ]
    return max(removed)
