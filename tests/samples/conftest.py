"""A loaded register, and one with samples: loaded once a module, every test in a savepoint of its own.

Their transactions stay open for the whole module: tests that really commit stand in a module without them.
"""

import contextlib

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import async_sessionmaker

from shop.models import metadata
from shop.samples.demo import load_demo
from shop.samples.register import load_register

SECRET = "s" * 40


@pytest.fixture(scope="module")
async def register_connection(engine):
    async with _open(engine) as connection, _session(connection) as session:
        assert await load_register(session)
        await session.commit()
        yield connection


@pytest.fixture(scope="module")
async def demo_connection(engine):
    async with _open(engine) as connection, _session(connection) as session:
        assert await load_register(session)
        await session.flush()
        connection.info["before"] = await counts(session)
        assert await load_demo(session, SECRET)
        await session.commit()
        yield connection


@pytest.fixture
async def register(register_connection):
    """A session over a loaded register."""
    async with _savepoint(register_connection) as session:
        yield session


@pytest.fixture
async def demo(demo_connection):
    """A session over a loaded register with its samples."""
    async with _savepoint(demo_connection) as session:
        yield session


@pytest.fixture
def before_samples(demo_connection):
    """How many rows each table had before the samples came."""
    return demo_connection.info["before"]


async def counts(session):
    """How many rows each table has."""
    return {
        table.name: await session.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables
    }


@contextlib.asynccontextmanager
async def _open(engine):
    async with engine.connect() as connection:
        transaction = await connection.begin()
        yield connection
        await transaction.rollback()


@contextlib.asynccontextmanager
async def _savepoint(connection):
    point = await connection.begin_nested()
    async with _session(connection) as session:
        yield session
    await point.rollback()


def _session(connection):
    return async_sessionmaker(
        connection, expire_on_commit=False, autoflush=False, join_transaction_mode="create_savepoint"
    )()
