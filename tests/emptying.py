"""Emptying a database after a test that has really committed."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shop.models import metadata

_TABLES = [f'"{table.name}"' for table in metadata.sorted_tables]
_LOCK = text(f"LOCK TABLE {', '.join(_TABLES)} IN ACCESS EXCLUSIVE MODE")
_FILLED = text(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in _TABLES))
_RESTART = text(
    "SELECT setval(objid::regclass, 1, false) FROM pg_depend JOIN pg_class ON pg_class.oid = objid "
    "WHERE relkind = 'S' AND deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass"  # what a column owns
)


async def empty_tables(connection: AsyncConnection) -> None:
    """Delete every row of every table and let all sequences begin again, in the transaction of `connection`.

    The locks make it wait, as TRUNCATE would, for whatever a test has left running. TRUNCATE itself makes new files
    for each of a hundred tables and their indexes, which takes longer than a test; few tables have rows.
    """
    await connection.execute(_LOCK)
    filled = list(await connection.scalars(_FILLED))
    await connection.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign keys, no triggers
    for name in filled:
        await connection.execute(text(f"DELETE FROM {name}"))
    await connection.execute(_RESTART)
