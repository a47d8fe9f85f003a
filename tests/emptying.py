"""Emptying a database after a test that has really committed."""

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shop.models import metadata

DEADLOCK = "40P01"
_TABLES = [f'"{table.name}"' for table in metadata.sorted_tables]
_LOCK = text(f"LOCK TABLE {', '.join(_TABLES)} IN ACCESS EXCLUSIVE MODE")
_FILLED = text(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in _TABLES))
_SIZE = text(
    "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_LARGE = 4 << 20  # bytes of all tables together, at which making them anew costs less than what deleting leaves behind
_TRUNCATE = text(f"TRUNCATE {', '.join(_TABLES)} RESTART IDENTITY CASCADE")
_RESTART = text(
    "SELECT setval(objid::regclass, 1, false) FROM pg_depend JOIN pg_class ON pg_class.oid = objid "
    "WHERE relkind = 'S' AND deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass"  # what a column owns
)


async def empty_database(engine: AsyncEngine) -> None:
    """Empty all tables. What is still served to tests may hold what this waits for and wait for what this holds: once
    more when PostgreSQL has ended that by refusing this."""
    while True:
        try:
            async with engine.begin() as connection:
                await empty_tables(connection)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != DEADLOCK:
                raise
        else:
            return


async def empty_tables(connection: AsyncConnection) -> None:
    """Delete every row of every table and let all sequences begin again, in the transaction of `connection`.

    The locks make it wait, as TRUNCATE would, for whatever a test has left running. TRUNCATE itself makes new files
    for each of a hundred tables and their indexes, which takes longer than a test; few tables have rows. Nothing
    vacuums in tests: a table that a vacuum has once seen empty is planned for as empty, however full it is.
    """
    await connection.execute(_LOCK)
    if (await connection.scalar(_SIZE) or 0) > _LARGE:
        await connection.execute(_TRUNCATE)
        return
    filled = list(await connection.scalars(_FILLED))
    await connection.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign keys, no triggers
    for name in filled:
        await connection.execute(text(f"DELETE FROM {name}"))
    await connection.execute(_RESTART)
