"""A crowd of buyers on one event loop, and the books a test keeps about every promise the shop made them."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.db import make_engine, make_sessions, short
from tests.make import inventory
from tests.system.harness import PATIENCE, Shop

_LOOK = 0.02
_PAUSE = 0.05  # seconds a buyer rests between two requests
_PAUSE_UNANSWERED = 0.25  # and after one nobody answered: what starts again needs the processor more than they do
_AT_ONCE = 8  # keys asked about at a time


@asynccontextmanager
async def books(shop: Shop) -> AsyncIterator[AsyncSession]:
    """One transaction in the shop's own database."""
    engine = make_engine(Settings(database_url=shop.running.database_url), 1)
    try:
        async with short(make_sessions(engine)) as session:
            yield session
    finally:
        await engine.dispose()


async def list_goods(shop: Shop, pieces: int = 20_000) -> inventory.Goods:
    """A product on sale, found in every list, with `pieces` units at a point of its own."""
    mark = uuid.uuid4().hex[:8]
    async with books(shop) as session:
        return await inventory.goods(session, pieces, point=f"quay-{mark}", name=f"Bát gốm {mark}", slug=f"bat-{mark}")


async def until(look: Callable[[], bool], what: str) -> None:
    """Look again and again until it is true, while the loop goes on."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not look():  # noqa: ASYNC110 - what is waited for is in other processes
                await asyncio.sleep(_LOOK)
    except TimeoutError:
        raise AssertionError(f"waited in vain until {what}") from None


@dataclass
class Crowd:
    """Buyers of one thing. Each order has a key of its own, which is sent until the shop says 201."""

    shop: Shop
    goods: inventory.Goods
    email: str | None = None
    way: str | None = None  # where buyers send to, when it is not the shop itself
    forgetful: bool = False  # buyers draw a new key for every try: the protection of a lost reply is gone
    name: str = field(default_factory=lambda: f"Thử {uuid.uuid4().hex}")  # tells this crowd's orders from others
    promised: dict[str, str] = field(default_factory=dict)  # key -> code of every 201
    open: set[str] = field(default_factory=set)  # keys that were sent and never answered with 201
    wishes: int = 0  # pieces the buyers began to ask for
    unanswered: int = 0  # requests whose connection broke
    answers: Counter[int] = field(default_factory=Counter)  # by status
    stopping: bool = False

    def body(self) -> dict[str, object]:
        """The order everybody sends: one piece, for pickup and cash."""
        point = self.goods.point
        return {
            "lines": [{"variant": str(self.goods.variant_id), "quantity": 1, "sales_point": point}],
            "contact": {"name": self.name, "phone": "0912345678", "email": self.email},
            "delivery": {"method": "pickup", "sales_point": point},
            "payment": "cod",
            "expected_total": self.goods.price,
        }

    async def send(self, client: httpx.AsyncClient, key: str) -> httpx.Response:
        """Send the order with `key`."""
        return await client.post("/api/v1/orders", json=self.body(), headers={"Idempotency-Key": key})

    async def buy(self) -> None:
        """Order one piece after the other until told to stop; what is not answered or refused is sent again."""
        key = ""
        async with httpx.AsyncClient(base_url=self.way or self.shop.url, timeout=30) as client:
            while not self.stopping:
                self.wishes += not key
                key = uuid.uuid4().hex if self.forgetful or not key else key
                pause = _PAUSE
                try:
                    answer = await self.send(client, key)
                except httpx.HTTPError:
                    self.open.add(key)
                    self.unanswered += 1
                    pause = _PAUSE_UNANSWERED
                else:
                    self.open.add(key)
                    self.answers[answer.status_code] += 1
                    if answer.status_code == 201:
                        self.promised[key] = answer.json()["code"]
                        self.open.discard(key)
                        key = ""
                await asyncio.sleep(pause)

    async def wait_promises(self, more: int) -> None:
        """Wait until `more` further orders have been acknowledged."""
        wanted = len(self.promised) + more
        await until(lambda: len(self.promised) >= wanted, f"{wanted} orders are acknowledged: {self.answers}")

    async def repeat(self) -> dict[str, str]:
        """Send every key once more, whatever became of it; key -> code. Each must be taken."""
        keys = [*self.promised, *self.open]
        found: dict[str, str] = {}

        async def ask(client: httpx.AsyncClient) -> None:
            while keys:
                key = keys.pop()
                answer = await self.send(client, key)
                if answer.status_code == 202:  # not known yet: a slow machine
                    keys.append(key)
                    continue
                assert answer.status_code == 201, f"{answer.status_code}: {answer.text}"
                found[key] = answer.json()["code"]
                if key in self.promised:
                    assert answer.headers.get("Idempotent-Replayed") == "true"

        async with httpx.AsyncClient(base_url=self.shop.url, timeout=30) as client:
            await asyncio.gather(*(ask(client) for _ in range(_AT_ONCE)))
        return found

    async def kept(self) -> set[str]:
        """The codes of this crowd's orders as the database has them."""
        statement = text("SELECT code FROM shop_order WHERE contact_name = :name")
        async with books(self.shop) as session:
            return set(await session.scalars(statement, {"name": self.name}))


@asynccontextmanager
async def crowd(
    shop: Shop, buyers: int = 6, email: str | None = None, *, way: str | None = None, forgetful: bool = False
) -> AsyncIterator[Crowd]:
    """A crowd that buys while the block runs, and has had its last answers afterwards."""
    made = Crowd(shop, await list_goods(shop), email, way, forgetful)
    tasks = [asyncio.create_task(made.buy()) for _ in range(buyers)]
    try:
        yield made
    finally:
        made.stopping = True
        await asyncio.gather(*tasks)


async def assert_every_promise_is_kept(made: Crowd) -> None:
    """Every 201 is an order, every key is exactly one order however often it is sent, and all books agree."""
    kept = await made.kept()
    assert set(made.promised.values()) <= kept, f"lost: {set(made.promised.values()) - kept}"
    once = await made.repeat()
    assert {key: once[key] for key in made.promised} == made.promised
    assert await made.kept() == set(once.values())
    assert len(set(once.values())) == len(once)
    audit = await asyncio.to_thread(made.shop.command, "audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr
