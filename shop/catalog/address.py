"""The address of a new listing."""

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.core.text import slugify

LONGEST = 100  # characters of an address before a number is added
NAMELESS = "san-pham"  # for a name without a single letter or digit
RESERVED = frozenset({"moi"})  # beside the listings of a producer's desk stands the page of a new one

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:address, 0))")


async def free_slug(session: AsyncSession, name: str) -> str:
    """An address made from `name` that no listing has: `che-lam`, else `che-lam-2` and so on.

    Holds an advisory lock on the first form until the commit, so two listings of one name made at the same time
    get two addresses.
    """
    first = slugify(name, LONGEST) or NAMELESS
    await session.execute(_LOCK, {"address": f"listing/{first}"})
    rows = await session.scalars(
        select(Product.slug).where(or_(Product.slug == first, Product.slug.like(f"{first}-%")))
    )
    taken = {*rows, *(RESERVED & {first})}
    return (
        first
        if first not in taken
        else next(candidate for number in range(2, len(taken) + 3) if (candidate := f"{first}-{number}") not in taken)
    )
