"""Producers with registered products, and sheets of their goods, for tests of imports."""

from itertools import count

import msgspec

from shop.certification.models import RegisteredProduct
from shop.core.sheets import csv_bytes
from shop.listings.import_columns import Column, heading
from shop.listings.import_request import request_import, resume_import
from shop.listings.import_work import work_import
from shop.producers.models import Producer, ProducerKind, ProducerMember, ProducerState
from tests.make import accounts
from tests.make import catalog as make

_numbers = count(1)


class Maker(msgspec.Struct):
    """A producer, its owner, and how its registered products can be named."""

    producer: object
    owner: object
    codes: list[str]
    names: list[str]
    ids: list[object]


async def maker(session, products=2, name="HTX Gạo Đồng Phú", *, state=ProducerState.ACTIVE, certified=True) -> Maker:
    """A producer with registered products, each certified, none listed."""
    number = next(_numbers)
    producer = Producer(slug=f"htx-{number}", name=name, kind=ProducerKind.COOPERATIVE, state=state)
    owner = await accounts.person(session)
    session.add(producer)
    await session.flush()
    session.add(ProducerMember(producer_id=producer.id, person_id=owner.id))
    registered = [
        RegisteredProduct(slug=f"gao-{number}-{at}", name=f"Gạo nếp số {number} hạng {at}", producer_id=producer.id)
        for at in range(products)
    ]
    session.add_all(registered)
    await session.flush()
    codes = [(await make.certificate(session, one.id)).code for one in registered] if certified else []
    return Maker(producer, owner, codes, [one.name for one in registered], [one.id for one in registered])


def goods(one: Maker, rows: int, packs: int = 2) -> list[dict[Column, object]]:
    """Rows of complete goods: `packs` packs of each registered product."""
    return [
        {
            Column.SKU: f"00{at:05d}",
            Column.PRODUCT: one.names[at // packs],
            Column.NAME: one.names[at // packs].title(),
            Column.PACK: f"Túi {at % packs + 1} kg",
            Column.UNIT: "túi",
            Column.PRICE: f"{(50 + at) * 1000:,}".replace(",", "."),
            Column.WEIGHT: f"{at % packs + 1} kg",
            Column.STOCK: str(at % 40 + 1),
            Column.SHELF_LIFE: "365 ngày",
            Column.SUMMARY: f"Gạo dẻo thơm, mẻ {at // packs}",
            Column.INGREDIENTS: "100% gạo nếp",
        }
        for at in range(rows)
    ]


def table(rows, columns=None) -> bytes:
    """The rows as a CSV under our headings."""
    wanted = columns or list(dict.fromkeys(column for row in rows for column in row))
    return csv_bytes(
        [heading(column) for column in wanted], [[row.get(column, "") for column in wanted] for row in rows]
    )


async def ask(session, one: Maker, content: bytes, *, dry_run=False, filename="hang.csv"):
    """A run that waits."""
    return await request_import(
        session, one.producer.id, person_id=one.owner.id, filename=filename, content=content, dry_run=dry_run
    )


async def resume(session, one: Maker, run_id):
    """Let a run go on in its owner's name."""
    return await resume_import(session, one.producer.id, run_id, one.owner.id)


async def work(sessions, one: Maker, content: bytes, *, dry_run=False, chunk=500):
    """Ask for an import and work it to its end; returns the run's id and how far it came."""
    async with sessions() as session, session.begin():
        run = await ask(session, one, content, dry_run=dry_run)
        run_id = run.id
    return run_id, await work_import(sessions, run_id, chunk=chunk)
