"""Prove that what lists show of reviews is what buyers have said."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.orders.audit import Difference

_SUMS = text(sql("reviews/audit_sums"))


async def audit_reviews(session: AsyncSession) -> Sequence[Difference]:
    """Compare the sums kept on products with a recount of their reviews; the first hundred that differ."""
    rows = await session.execute(_SUMS)
    return [Difference("reviews", row.subject, row.expected, row.found) for row in rows]
