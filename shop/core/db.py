"""The database: naming of constraints, column types, the engine, and short transactions."""

import enum
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Enum, MetaData, Text, Uuid, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from config.settings import Settings
from shop.core.money import Dong

Sessions = async_sessionmaker[AsyncSession]

_SHOP = Path(__file__).parents[1]


class Base(DeclarativeBase):
    """All tables. Constraint names are fixed here, so that migrations and errors can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own spelling
        str: Text,
        Dong: BigInteger,
        datetime: DateTime(timezone=True),
        date: Date,
        UUID: Uuid,
        dict[str, Any]: JSONB,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


class Record(Base):
    """A row with its own id (UUIDv7, made by the database) and the time it was made (UTC)."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"), sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"), sort_order=100)


def make_engine(settings: Settings, pool_size: int) -> AsyncEngine:
    """Open an engine of at most `pool_size` connections; each waits boundedly for locks and statements."""
    engine = create_async_engine(
        async_url(settings.database_url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=settings.database_patience,
        hide_parameters=True,  # errors are logged, and what was bound is personal
        connect_args={
            "server_settings": {
                "application_name": "chomay",
                "timezone": "UTC",
                "lock_timeout": str(settings.lock_timeout_ms),
                "statement_timeout": str(settings.statement_timeout_ms),
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(_connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
    """Make the pool drop all old connections when it would hand out one the server has closed.

    The driver knows from the socket: this costs nothing, where SQLAlchemy's ping costs three round trips.
    """
    if entry.driver_connection is None or entry.driver_connection.is_closed():
        raise InvalidatePoolError


def async_url(url: str) -> str:
    """Turn `postgresql://…` into the spelling SQLAlchemy wants for asyncpg."""
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+asyncpg"}:
        raise ValueError(f"SHOP_DATABASE_URL must begin with postgresql://, not {scheme}://")
    return f"postgresql+asyncpg://{rest}"


def make_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False, autoflush=False)


@asynccontextmanager
async def short(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """One short transaction outside a request or a task: sockets, the relay, sweeps, commands."""
    async with sessions() as session, session.begin():
        yield session


@asynccontextmanager
async def rehearsal(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """A short transaction that is always taken back: shows what an act would do, and what refuses it."""
    async with sessions() as session:
        transaction = await session.begin()
        try:
            yield session
        finally:
            await transaction.rollback()


@cache
def sql(name: str) -> str:
    """Read the SQL file `name`, such as `catalog/vn_fold` for `shop/catalog/sql/vn_fold.sql`."""
    domain, _, stem = name.partition("/")
    return (_SHOP / domain / "sql" / f"{stem}.sql").read_text(encoding="utf-8")
