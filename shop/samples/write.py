"""Write rows in bulk, once per body of data."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import Base
from shop.samples.models import DataLoad

LOADER_LOCK = 0x0C0D  # one loader at a time
PATIENCE_MS = 120_000  # a second loader waits for the first; bulk statements take longer than a request's

Values = Mapping[str, Any]
Key = tuple[Any, ...]


async def take_loader_lock(session: AsyncSession) -> None:
    """Wait until no other loader or purge is at work; held until the commit."""
    await session.execute(text(f"SET LOCAL lock_timeout = {PATIENCE_MS}"))
    await session.execute(text(f"SET LOCAL statement_timeout = {PATIENCE_MS}"))
    await session.execute(text(f"SELECT pg_advisory_xact_lock({LOADER_LOCK})"))


async def is_loaded(session: AsyncSession, name: str, digest: str | None = None) -> bool:
    """Whether this body of data is in the database, from these very files when a digest is given."""
    known = await session.scalar(select(DataLoad.digest).where(DataLoad.name == name))
    return known is not None and digest in {None, known}


async def note_loaded(session: AsyncSession, name: str, digest: str) -> None:
    """Remember what was loaded."""
    row = insert(DataLoad).values(name=name, digest=digest)
    await session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"digest": digest}))


async def upsert(
    session: AsyncSession,
    model: type[Base],
    values: Sequence[Values],
    key: Sequence[str],
    keep: Sequence[str] = (),
) -> dict[Key, UUID]:
    """Insert rows or bring those with the same `key` up to date, but for the columns `keep`; key -> id."""
    if not values:
        return {}
    table = model.__table__
    assert isinstance(table, Table)
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in values[0] if name not in {*key, *keep}}
    statement = statement.on_conflict_do_update(index_elements=list(key), set_=changed)
    returned = await session.execute(
        statement.returning(*(table.c[name] for name in key), table.c["id"]), [dict(row) for row in values]
    )
    return {tuple(row[:-1]): row[-1] for row in returned}


async def add_rows(session: AsyncSession, model: type[Base], values: Sequence[Values]) -> None:
    """Insert rows that are known to be new; those already there are left as they are."""
    if values:
        await session.execute(insert(model).on_conflict_do_nothing(), [dict(row) for row in values])
