"""A drop in a room of a whole shop: buyers who press at once, what each was told, and a screen that shows the room."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx
import msgspec
import redis
from sqlalchemy import select

from shop.core.actor import Actor
from shop.core.i18n import DEFAULT
from shop.inventory.models import StockLevel
from shop.livestream.pin import pin_variant
from shop.livestream.tell import channel
from tests.make import livestream
from tests.rooms.viewer import Viewer, viewing
from tests.system.crowd import books
from tests.system.harness import Shop

_AT_ONCE = 4
_PAUSE = 0.05  # seconds between two tries of a buyer


class Shown(msgspec.Struct):
    """What of a frame these tests look at."""

    stock: dict[str, int]
    reactions: dict[str, int]


@dataclass
class Drop:
    """Pieces of one product in a room. Each buyer has a key of its own, which is sent until the answer is final."""

    shop: Shop
    stall: livestream.Stall
    sold: dict[str, str] = field(default_factory=dict)  # key -> code of every 201
    refused: set[str] = field(default_factory=set)  # keys told that nothing is left
    answers: Counter[int] = field(default_factory=Counter)  # by status

    @property
    def variant(self) -> str:
        """What everybody wants."""
        return str(self.stall.variants[0].id)

    async def buyers(self, count: int) -> None:
        """So many more come, a few at a time; returns when each of them has a final answer."""
        waiting = [uuid.uuid4().hex for _ in range(count)]

        async def press() -> None:
            async with httpx.AsyncClient(base_url=self.shop.url, timeout=30) as client:
                while waiting:
                    await self._buy(client, waiting.pop())

        await asyncio.gather(*(press() for _ in range(_AT_ONCE)))

    async def repeat(self) -> dict[str, str]:
        """Send every key that got an order once more; key -> code."""
        async with httpx.AsyncClient(base_url=self.shop.url, timeout=30) as client:
            return {key: (await self._send(client, key)).json()["code"] for key in self.sold}

    async def held(self) -> tuple[int, int]:
        """(on hand, held) as the database has it."""
        async with books(self.shop) as session:
            columns = select(StockLevel.on_hand, StockLevel.held)
            on_hand, held = (await session.execute(columns.where(StockLevel.variant_id == self.variant))).one()
            return on_hand, held

    async def tap(self) -> None:
        """A viewer taps a heart."""
        async with httpx.AsyncClient(base_url=self.shop.url, timeout=30) as client:
            await client.post(f"{self.stall.path}/reactions", json={"kind": "heart"})

    def followers(self) -> int:
        """How many processes follow the room's channel in Valkey; 0 while it is away."""
        with suppress(redis.RedisError), redis.Redis.from_url(self.shop.running.redis_url) as client:
            return int(client.pubsub_shardnumsub(channel(self.stall.live.id))[0][1])
        return 0

    async def _buy(self, client: httpx.AsyncClient, key: str) -> None:
        while True:
            answer = await self._send(client, key)
            self.answers[answer.status_code] += 1
            if answer.status_code == 201:
                self.sold[key] = answer.json()["code"]
                return
            if answer.status_code == 409:
                self.refused.add(key)
                return
            await asyncio.sleep(_PAUSE)

    async def _send(self, client: httpx.AsyncClient, key: str) -> httpx.Response:
        contact = {"name": "Nguyễn Thị Thử", "phone": f"0912{int(key, 16) % 1_000_000:06}"}  # a key is of one buyer
        body = {"variant": self.variant, "quantity": 1, "contact": contact}
        return await client.post(f"{self.stall.path}/orders", json=body, headers={"Idempotency-Key": key})


async def open_drop(shop: Shop, pieces: int) -> Drop:
    """A stall on air whose one product stands pinned."""
    async with books(shop) as session:
        stall = await livestream.stall(session, stock=pieces)
        host = Actor(person_id=stall.host.id, locale=DEFAULT)
        await pin_variant(session, host, stall.live.slug, stall.variants[0].id, None)
    return Drop(shop, stall)


class Screen:
    """A viewer's socket, read all the time. It is opened once: whoever is thrown out sees nothing more."""

    def __init__(self, viewer: Viewer) -> None:
        self.shown: Shown | None = None
        self._viewer = viewer

    def left(self, drop: Drop) -> int:
        """The pieces that the screen shows; -1 before the first frame."""
        return self.shown.stock[drop.variant] if self.shown else -1

    def hearts(self) -> int:
        """The hearts that the screen shows."""
        return self.shown.reactions.get("heart", 0) if self.shown else 0

    async def read(self) -> None:
        """Look until the socket ends."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                self.shown = msgspec.json.decode(await self._viewer.text(), type=Shown)


@asynccontextmanager
async def watching(drop: Drop) -> AsyncIterator[Screen]:
    """A viewer of the drop's room."""
    async with httpx.AsyncClient(base_url=drop.shop.url, timeout=30) as client:
        token = (await client.get(f"{drop.stall.path}/token")).json()["token"]
    async with viewing(drop.shop.running.port, f"{drop.stall.path}/socket?token={token}") as viewer:
        assert viewer.status == 101
        screen = Screen(viewer)
        reading = asyncio.create_task(screen.read())
        yield screen
        reading.cancel()
