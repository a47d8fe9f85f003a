"""Addresses of markets, stalls, series and festivals: from their names, with a few signs more where one is taken."""

import secrets

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shop.core.ids import ALPHABET
from shop.core.text import slugify

_TRIES = 5
LONGEST = 90


async def free_address(session: AsyncSession, column: InstrumentedAttribute[str], name: str, or_else: str) -> str:
    """An address nobody has yet. For who has the planners' turn: two cannot draw the same."""
    base = slugify(name, LONGEST) or or_else
    slug = base
    for _ in range(_TRIES):
        if await session.scalar(select(column).where(column == slug)) is None:
            return slug
        slug = f"{base}-" + "".join(secrets.choice(ALPHABET) for _ in range(4)).lower()
    raise AssertionError("five random addresses were all taken")
