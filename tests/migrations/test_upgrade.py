"""The newest schema on a database that was filled under an older one."""

import gzip
from pathlib import Path

import asyncpg
from sqlalchemy.ext.asyncio import create_async_engine

from shop.core.db import async_url
from shop.migrations.upgrade import upgrade_database

SEEDED = Path(__file__).with_name("seeded_0001.sql.gz")  # what `shop load register` and `demo` wrote at revision 0001


async def seeded(database_url: str) -> asyncpg.Connection:
    """Connect to an empty schema at revision 0001, filled with the rows of that time."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(gzip.decompress(SEEDED.read_bytes()).decode())
    await connection.execute("RESET session_replication_role")
    return connection


async def test_a_filled_database_of_the_first_release_is_brought_to_the_newest_schema(empty_database_url):
    engine = create_async_engine(async_url(empty_database_url))
    await upgrade_database(engine, "0001")
    connection = await seeded(empty_database_url)
    certificates = await connection.fetchval("SELECT count(*) FROM certificate")
    before = await connection.fetch("SELECT id, summary_vi, listed_at, producer_id FROM product ORDER BY id")

    await upgrade_database(engine)

    after = await connection.fetch(
        "SELECT product.id, product_text.summary, published_at, version FROM product "
        "LEFT JOIN product_text ON product_id = id AND locale = 'vi' ORDER BY id"
    )
    assert [(row["id"], row["summary_vi"], row["listed_at"], 1) for row in before] == [tuple(row) for row in after]
    assert await connection.fetchval("SELECT count(*) FROM certificate") == certificates > 600
    assert not await connection.fetchval(
        "SELECT count(*) FROM variant JOIN product ON product.id = variant.product_id "
        "WHERE variant.producer_id IS DISTINCT FROM product.producer_id"
    )
    await connection.close()
    await engine.dispose()


async def test_upgrading_twice_changes_nothing(empty_database_url):
    engine = create_async_engine(async_url(empty_database_url))
    await upgrade_database(engine)
    connection = await asyncpg.connect(empty_database_url)
    before = await connection.fetch("SELECT version_num FROM alembic_version")

    await upgrade_database(engine)

    assert await connection.fetch("SELECT version_num FROM alembic_version") == before
    await connection.close()
    await engine.dispose()
