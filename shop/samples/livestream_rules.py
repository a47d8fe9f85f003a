"""The first version of the rules of livestreams, as it comes with the shop."""

import tomllib

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.models import LivestreamRules
from shop.core.clock import now, today
from shop.samples.read import DATA

FILE = "livestream_rules.toml"


async def load_first_rules(session: AsyncSession) -> None:
    """Publish the first version where none was ever published. Safe to repeat."""
    if await session.scalar(select(LivestreamRules.id).where(LivestreamRules.number.is_not(None)).limit(1)):
        return
    words = tomllib.loads((DATA / FILE).read_text(encoding="utf-8"))
    first = {"number": 1, "in_force_from": await today(session), "published_at": await now(session)}
    await session.execute(insert(LivestreamRules).values(words | first).on_conflict_do_nothing())
