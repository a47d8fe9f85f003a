"""A database without a schema, for migrations alone."""

import os
from collections.abc import AsyncIterator

import asyncpg
import pytest


@pytest.fixture
async def empty_database_url() -> AsyncIterator[str]:
    """A new database on the tests' server, dropped afterwards."""
    server = os.environ["CHOMAY_TEST_DATABASE"]
    name = f"chomay_empty_{os.getpid()}"
    admin = await asyncpg.connect(server)
    await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await admin.execute(f"CREATE DATABASE {name}")
    yield server.rsplit("/", 1)[0] + "/" + name
    await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await admin.close()
