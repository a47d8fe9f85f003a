"""`shop demo purge` removes every sample row and proves it."""

import argparse
import asyncio

from config.settings import Settings
from shop.cli.settings import command_settings
from shop.core.db import make_engine, make_sessions, short
from shop.local.plan import ACCOUNTS_FILE
from shop.local.running import data_dir_of
from shop.media.queries import files_pointed_at
from shop.media.remove import remove_files
from shop.models import metadata
from shop.samples.purge import purge_samples


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the one verb."""
    parser.add_argument("verb", choices=["purge"])


def run(args: argparse.Namespace) -> int:
    """Remove the samples and print what is left of them in each table; 1 when anything is."""
    assert args.verb == "purge"
    settings = command_settings()
    left = asyncio.run(_purge(settings))
    (data_dir_of(settings) / ACCOUNTS_FILE).unlink(missing_ok=True)  # nobody can sign in with it any more
    for table, rows in sorted(left.items()):
        print(f"{table:<24}{rows:>8}")
    print("No sample row is left." if not any(left.values()) else "Sample rows are left: nothing can be promised.")
    return 1 if any(left.values()) else 0


async def _purge(settings: Settings) -> dict[str, int]:
    engine = make_engine(settings, 1)
    try:
        async with short(make_sessions(engine)) as session:
            before = await files_pointed_at(session)
            left = await purge_samples(session, metadata)
            gone = before - await files_pointed_at(session)
        await remove_files(settings, gone)  # the rows are gone for good now
        return left
    finally:
        await engine.dispose()
