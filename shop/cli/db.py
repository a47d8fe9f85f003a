"""`shop db migrate` brings the schema up; `shop db check` says whether models and database agree."""

import argparse
import asyncio
import gc
import importlib

from alembic import command
from alembic.util import CommandError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from config.settings import Settings
from shop.cli.settings import command_settings
from shop.core.db import async_url
from shop.migrations.upgrade import alembic_config, upgrade_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the two verbs."""
    parser.add_argument("verb", choices=["migrate", "check"])


def run(args: argparse.Namespace) -> int:
    """Run the asked verb; 1 when the check finds a difference."""
    gc.disable()  # a short life: looking for garbage costs more than it frees
    settings = command_settings()
    return asyncio.run(_migrate(settings) if args.verb == "migrate" else _check(settings))


async def _migrate(settings: Settings) -> int:
    engine = _engine(settings)
    await upgrade_database(engine)
    await engine.dispose()
    print("The database has the newest schema.")
    return 0


async def _check(settings: Settings) -> int:
    importlib.import_module("shop.models")  # late: a migration needs none of them
    engine = _engine(settings)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(lambda sync: command.check(alembic_config(sync)))
    except CommandError as error:
        print(error)
        return 1
    finally:
        await engine.dispose()
    print("Models and database agree.")
    return 0


def _engine(settings: Settings) -> AsyncEngine:
    return create_async_engine(async_url(settings.database_url), pool_size=1, max_overflow=0)
