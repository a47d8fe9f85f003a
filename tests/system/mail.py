"""The mail folder of a whole shop: which letters lie there, and when no more will come."""

import asyncio
import base64
import email
import email.policy
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import redis.asyncio
from sqlalchemy import TextClause, text

from shop.core.i18n import DEFAULT, say
from tests.system.crowd import books
from tests.system.harness import PATIENCE, Shop
from workers.send import WORK_TASK

_CODE = re.compile(r"CM-[0-9A-Z]+-[0-9A-Z]+")
_OPEN = text(
    "SELECT (SELECT count(*) FROM outbox_event WHERE relayed_at IS NULL)"
    " + (SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL AND dead_at IS NULL)"
    " + (SELECT count(*) FROM notice WHERE channel = 'email' AND sent_at IS NULL AND given_up_at IS NULL)"
)
_UNDONE = text("SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL AND dead_at IS NULL")
_UNRELAYED = text("SELECT count(*) FROM outbox_event WHERE relayed_at IS NULL")
_STATES = text("SELECT DISTINCT status FROM shop_order WHERE contact_email = :email")


NEWS = ("order_confirmed",)  # every order of these tests gets one letter of each


@dataclass(frozen=True)
class PostBox:
    """What stands between an order and its letters."""

    shop: Shop

    async def flush_all(self) -> None:
        """FLUSHALL: the broker forgets every task."""
        async with redis.asyncio.Redis.from_url(self.shop.running.redis_url) as client:
            await client.flushall()

    async def wait_quiet(self, patience: float = PATIENCE) -> None:
        """Wait until no event, no delivery and no letter waits any more."""
        async with asyncio.timeout(patience):
            await self._wait_none(_OPEN)

    async def wait_told(self) -> None:
        """Wait until the broker, or a worker that stands still, holds every delivery that is not done."""
        async with asyncio.timeout(PATIENCE), redis.asyncio.Redis.from_url(self.shop.running.redis_url) as client:
            await self._wait_none(_UNRELAYED)
            await self._wait_none(_UNDONE, partial(_held, client))

    async def _wait_none(self, statement: TextClause, but: Callable[[], Awaitable[int]] | None = None) -> None:
        """Wait until `statement` counts nothing, or nothing `but` what is known."""
        while await self._count(statement) > (await but() if but else 0):  # noqa: ASYNC110 - other processes work
            await asyncio.sleep(0.1)

    async def _count(self, statement: TextClause) -> int:
        async with books(self.shop) as session:
            return int(await session.scalar(statement) or 0)

    async def states(self, address: str) -> set[str]:
        """The states of the orders of whoever has this address."""
        async with books(self.shop) as session:
            return set(await session.scalars(_STATES, {"email": address}))


async def _held(client: "redis.asyncio.Redis") -> int:
    """How many deliveries stand in the messages of the broker."""
    waiting = [message for queue in ("money", "live", "bulk") for message in await client.lrange(queue, 0, -1)]
    taken = [json.loads(message)[0] for message in await client.hvals("unacked")]
    tasks = [*map(json.loads, waiting), *taken]
    works = [task for task in tasks if task["headers"]["task"] == WORK_TASK]
    return sum(len(json.loads(base64.b64decode(task["body"]))[0][0]) for task in works)


def letters(shop: Shop, address: str) -> Counter[tuple[str, str]]:
    """How many letters of each kind lie in the folder for each order: (code, news) -> number."""
    found: Counter[tuple[str, str]] = Counter()
    for path in (shop.folder / "mail").glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if message["To"] == address:
            found[_about(message["Subject"])] += 1
    return found


def _about(subject: str) -> tuple[str, str]:
    code = _CODE.search(subject)
    assert code is not None, subject
    for news in NEWS:
        if subject == say(DEFAULT, f"notice.{news}.subject", code=code[0]):
            return code[0], news
    return code[0], subject
