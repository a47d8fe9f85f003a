"""What officers and producers change is right on every web process within a second, whatever readers keep asking."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.catalog.set_price import set_price
from shop.certification.models import Certificate
from shop.certification.revoke import revoke_certificate
from shop.core.actor import Role
from shop.core.money import Dong
from shop.producers.suspend import suspend_producer
from tests.make import inventory
from tests.make.accounts import person
from tests.system.crowd import books, list_goods
from tests.system.harness import PATIENCE

PROMISE = 1.0  # seconds after the commit; a question asked later gets the new answer, however slow the machine is
READERS = 3  # of each address at each process
OLD, NEW = 250_000, 123_000  # đồng

IsOld = Callable[[httpx.Response], bool]


@dataclass
class Reader:
    """Asks for one address again and again; keeps the moment of each question and whether the answer was old.

    An answer from before an outage says so (`Warning`) and promises nothing.
    """

    client: httpx.AsyncClient
    path: str
    is_old: IsOld
    answers: list[tuple[float, bool]] = field(default_factory=list)

    async def read(self, stop: asyncio.Event) -> None:
        """Until told to stop."""
        while not stop.is_set():
            asked = time.monotonic()
            reply = await self.client.get(self.path)
            assert reply.status_code == 200, reply.text
            if "warning" not in reply.headers:
                self.answers.append((asked, self.is_old(reply)))

    def after(self, moment: float) -> list[bool]:
        """Whether the answers to what was asked since `moment` were old."""
        return [old for asked, old in self.answers if asked >= moment]


async def change_under_readers(
    two: tuple[str, str], addresses: dict[str, IsOld], change: Callable[[], object]
) -> list[Reader]:
    """Let readers ask both processes, change something, and go on until each has asked after the promised second."""
    one, other = (httpx.AsyncClient(base_url=url, timeout=PATIENCE) for url in two)
    async with one, other:
        readers = [
            Reader(way, path, is_old)
            for way in (one, other)
            for path, is_old in addresses.items()
            for _ in range(READERS)
        ]
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for reader in readers:
                group.create_task(reader.read(stop))
            await _wait(lambda: all(reader.answers for reader in readers))
            await change()
            due = time.monotonic() + PROMISE
            await _wait(lambda: all(reader.after(due) for reader in readers))
            stop.set()
    for reader in readers:
        assert reader.answers[0][1], f"{reader.path} showed nothing of what is to change"
        assert not any(reader.after(due)), f"{reader.path} showed what was changed over a second ago"
    return readers


async def _wait(look: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not look():  # noqa: ASYNC110 - what is waited for is in other processes
            await asyncio.sleep(0.02)


def lists(goods: inventory.Goods) -> dict[str, IsOld]:
    """The addresses of lists that show the goods, and how one tells that they do."""
    href = f'href="/san-pham/{goods.product_slug}"'
    return {
        f"/api/v1/products?q={goods.product_slug}": lambda reply: bool(reply.json()["items"]),
        f"/san-pham?q={goods.product_slug}": lambda reply: href in reply.text,
    }


@pytest.fixture
async def goods(crash_shop) -> inventory.Goods:
    return await list_goods(crash_shop)


async def test_a_changed_price_is_right_on_both_within_a_second(crash_shop, two, goods):
    async def reprice():
        async with books(crash_shop) as session:
            await set_price(session, goods.variant_id, Dong(NEW))

    await change_under_readers(
        two,
        {
            f"/api/v1/products/{goods.product_slug}": lambda reply: reply.json()["variants"][0]["price"] == OLD,
            f"/api/v1/products?q={goods.product_slug}": lambda reply: reply.json()["items"][0]["price"] == OLD,
            f"/san-pham?q={goods.product_slug}": lambda reply: "250.000" in reply.text,
            f"/san-pham/{goods.product_slug}": lambda reply: "250.000" in reply.text,
        },
        reprice,
    )


async def test_a_revoked_certificate_takes_its_product_off_both_within_a_second(crash_shop, two, goods):
    async def revoke():
        async with books(crash_shop) as session:
            officer = await person(session, Role.OFFICER)
            await revoke_certificate(session, officer.id, await _certificate_of(session, goods), "Sai hồ sơ, thử")

    await change_under_readers(two, lists(goods), revoke)


async def test_a_suspended_producer_leaves_both_within_a_second(crash_shop, two):
    async with books(crash_shop) as session:
        made = await inventory.goods(
            session, 5, point="quay-dinh-chi", name="Bát đình chỉ", slug="bat-dinh-chi", producer="Gốm Đình Chỉ"
        )

    async def suspend():
        async with books(crash_shop) as session:
            officer = await person(session, Role.OFFICER)
            producer = (await session.get_one(Product, made.product_id)).producer_id
            assert producer is not None
            await suspend_producer(session, officer.id, producer, "Thử đình chỉ")

    await change_under_readers(two, lists(made), suspend)


async def _certificate_of(session: AsyncSession, goods: inventory.Goods) -> str:
    code = await session.scalar(
        select(Certificate.code)
        .join(Product, Product.registered_product_id == Certificate.registered_product_id)
        .where(Product.id == goods.product_id)
    )
    assert code is not None
    return code
