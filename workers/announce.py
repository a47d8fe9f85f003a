"""Tells Redis what happened: frames to rooms, changes to the caches of lists. Best effort; both have a way without."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import CatalogChange
from shop.livestream.tell import RoomFact, channel

CATALOG_CHANNEL = "catalog"
REST = 1.0  # seconds without a try after Redis did not answer
LATE = 200  # change ids looked at again, as a lower id may commit later
MANY = 200  # products named in one message; above it every list is meant

log = structlog.get_logger("workers.relay")


class CatalogNews(msgspec.Struct, frozen=True):
    """The message on the channel `catalog`: products whose lists and pages changed, None for all."""

    last: int
    products: list[UUID] | None


class Announcer:
    """Publishes to Redis; while it does not answer, messages are dropped and at most one try a second is made."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._rest_until = 0.0
        self._well = True

    async def tell_rooms(self, facts: Sequence[RoomFact]) -> None:
        """Publish each fact to its room, in the order given."""
        await self._publish([("SPUBLISH", channel(fact.session_id), fact.payload) for fact in facts])

    async def tell_catalog(self, news: CatalogNews) -> None:
        """Publish one coalesced message to every process that keeps lists."""
        await self._publish([("PUBLISH", CATALOG_CHANNEL, msgspec.json.encode(news))])

    async def close(self) -> None:
        """Give the connection back."""
        await self._redis.aclose()

    async def _publish(self, messages: Sequence[tuple[str, str, bytes]]) -> None:
        if not messages or time.monotonic() < self._rest_until:
            return
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for how, name, body in messages:
                    pipe.execute_command(how, name, body)
                await pipe.execute()
        except (RedisError, OSError) as error:
            self._rest_until = time.monotonic() + REST
            if self._well:
                log.warning("redis does not answer; rooms and caches fall back", error=repr(error))
            self._well = False
        else:
            if not self._well:
                log.info("redis answers again")
            self._well = True


@dataclass
class CatalogWatch:
    """What this relay has told of `catalog_change`; a new one first tells that every list may have changed."""

    seen: set[int] = field(default_factory=set)
    high: int = -1

    async def look(self, session: AsyncSession) -> CatalogNews | None:
        """The changes since the last look as one message, or None."""
        first = self.high < 0
        found = await self._unseen(session)
        if first:
            return CatalogNews(self.high, None)
        if not found:
            return None
        products = {product for _, product in found}
        if None in products or len(products) > MANY:
            return CatalogNews(self.high, None)
        return CatalogNews(self.high, sorted(product for product in products if product is not None))

    async def _unseen(self, session: AsyncSession) -> list[tuple[int, UUID | None]]:
        if self.high < 0:
            newest = await session.scalar(select(CatalogChange.id).order_by(CatalogChange.id.desc()).limit(1))
            self.high = newest or 0
        rows = await session.execute(
            select(CatalogChange.id, CatalogChange.product_id).where(CatalogChange.id > self.high - LATE)
        )
        found = [(id_, product) for id_, product in rows if id_ not in self.seen]
        self.seen |= {id_ for id_, _ in found}
        self.high = max([self.high, *self.seen])
        self.seen = {id_ for id_ in self.seen if id_ > self.high - LATE}
        return found
