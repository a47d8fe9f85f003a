"""Importing a producer's goods: rows a second, the first time and again, the file read and the report written."""

import asyncio
import time
from uuid import UUID

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from stack import stack

from config.settings import Settings
from shop.core.db import Sessions, make_engine, make_sessions, short
from shop.core.sheets import csv_bytes
from shop.listings.import_columns import Column, heading
from shop.listings.import_request import request_import
from shop.listings.import_work import Progress, work_import

SMALL, LARGE = 2000, 20_000
PACKS = 5  # of one product

_PRODUCER = """
WITH made AS (
  INSERT INTO producer (slug, name, kind, state, source, sample)
  VALUES ('nhap-{count}', 'HTX Nhập {count}', 'cooperative', 'active', 'generated', true) RETURNING id
), person AS (
  INSERT INTO person (name, email, sample) VALUES ('Người nhập', 'nhap-{count}@chomay.example', true) RETURNING id
), member AS (
  INSERT INTO producer_member (producer_id, person_id) SELECT made.id, person.id FROM made, person
), registered AS (
  INSERT INTO registered_product (slug, name, producer_id, sample)
  SELECT 'nhap-{count}-' || n, 'Gạo nếp {count} hạng ' || n, made.id, true
  FROM made, generate_series(1, {count} / {packs}) n RETURNING id, slug
), certified AS (
  INSERT INTO certificate (code, registered_product_id, status, stars, decision_no, date_precision, issued_on,
                           in_force_from, in_force_until, sample)
  SELECT 'N-' || slug, id, 'certified', 4, '148/QĐ', 'day', shop_today() - 30, shop_today() - 30,
         shop_today() + 1000, true FROM registered
) SELECT id FROM made
"""


def rows_a_second() -> dict[str, float]:
    """Two producers beside 2,000 products of others: one imports 2,000 rows, one 20,000; a check, then three runs."""
    with stack() as made:
        return asyncio.run(_measured(made.servers.database_url))


async def _measured(url: str) -> dict[str, float]:
    engine = make_engine(Settings(database_url=url), 4)
    try:
        found = {count: await _rates(engine, url, count) for count in (SMALL, LARGE)}
    finally:
        await engine.dispose()
    return {"import_rows_per_s": min(rates["first"] for rates in found.values())} | {
        f"import_{count}.{name}": rate for count, rates in found.items() for name, rate in rates.items()
    }


async def _rates(engine: AsyncEngine, url: str, count: int) -> dict[str, float]:
    sessions = make_sessions(engine)
    connection = await asyncpg.connect(url)
    producer_id = await connection.fetchval(_PRODUCER.replace("{count}", str(count)).replace("{packs}", str(PACKS)))
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    cheap, dear = _sheet(count, 0), _sheet(count, 1000)
    found = {}
    for name, content, dry_run in (
        ("check", cheap, True),
        ("first", cheap, False),
        ("again", cheap, False),
        ("prices", dear, False),
    ):
        began = time.monotonic()
        progress = await _work(sessions, producer_id, content, dry_run=dry_run)
        if progress.refused or progress.done != count:
            raise RuntimeError(f"{name}: {progress}")
        found[name] = count / (time.monotonic() - began)
    return found


async def _work(sessions: Sessions, producer_id: UUID, content: bytes, *, dry_run: bool) -> Progress:
    async with short(sessions) as session:
        run = await request_import(
            session, producer_id, person_id=None, filename="hang.csv", content=content, dry_run=dry_run
        )
    progress = await work_import(sessions, run.id)
    if progress is None:
        raise RuntimeError("somebody else works it")
    return progress


def _sheet(count: int, dearer: int) -> bytes:
    """Complete goods: five packs of each product, with stock and a text."""
    rows = [
        {
            Column.SKU: f"00{at:06d}",
            Column.PRODUCT: f"Gạo nếp {count} hạng {at // PACKS + 1}",
            Column.NAME: f"Gạo Nếp {count} Hạng {at // PACKS + 1}",
            Column.PACK: f"Túi {at % PACKS + 1} kg",
            Column.UNIT: "túi",
            Column.PRICE: f"{50_000 + at + dearer:,}".replace(",", "."),
            Column.WEIGHT: f"{at % PACKS + 1} kg",
            Column.STOCK: at % 40 + 1,
            Column.SHELF_LIFE: "365 ngày",
            Column.SUMMARY: f"Gạo dẻo thơm, mẻ {at // PACKS}",
            Column.INGREDIENTS: "100% gạo nếp",
        }
        for at in range(count)
    ]
    return csv_bytes([heading(column) for column in rows[0]], [list(row.values()) for row in rows])
