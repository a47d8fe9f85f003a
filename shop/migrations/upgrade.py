"""Bring a database to the newest schema; safe to repeat and to run from several processes at once."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

MIGRATION_LOCK = 0x0C0C  # one migrator at a time


def alembic_config(connection: Connection | None = None) -> Config:
    """The configuration Alembic needs, without a file."""
    config = Config()
    config.set_main_option("script_location", str(reachable_scripts(Path(__file__).parent)))
    config.attributes["connection"] = connection
    return config


@cache
def reachable_scripts(folder: Path) -> Path:
    """`folder`, or a copy of it where it lies below a closed directory.

    Alembic asks access(2), which looks at the user alone and not at the capability we read such directories by.
    """
    if os.access(folder, os.F_OK):
        return folder
    copy = Path(tempfile.mkdtemp(prefix="chomay-migrations-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    shutil.copytree(folder, copy / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy / folder.name


async def upgrade_database(engine: AsyncEngine, revision: str = "head") -> None:
    """Upgrade to `revision`. A second migrator waits for the first."""
    async with engine.begin() as connection:
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), revision))
