"""Alembic's entry: one asynchronous connection, given by the caller or opened from the settings."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from config.settings import load_settings
from shop.core.db import Base, async_url


def migrate_on(connection: Connection) -> None:
    """Run the asked migrations; no statement waits for a lock longer than five seconds.

    Upgrades need the names of constraints and no table; who compares tables imports `shop.models` first.
    """
    context.configure(connection=connection, target_metadata=Base.metadata, compare_server_default=True)
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        context.run_migrations()


async def migrate_from_settings() -> None:
    """Open the database the settings name and migrate it."""
    engine = create_async_engine(async_url(load_settings().database_url))
    async with engine.connect() as connection:
        await connection.run_sync(migrate_on)
        await connection.commit()
    await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate_on(given)
else:
    asyncio.run(migrate_from_settings())
