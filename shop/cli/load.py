"""`shop load register` brings the published register in; `shop load demo` adds samples to try the shop on."""

import argparse
import asyncio
import gc
from pathlib import Path

from config.settings import Settings
from shop.cli.settings import command_settings
from shop.core.db import make_engine, make_sessions, short
from shop.samples.demo import load_demo, was_purged
from shop.samples.demo_people import accounts_sheet
from shop.samples.demo_pictures import add_pictures
from shop.samples.register import load_register


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what may be loaded."""
    parser.add_argument("what", choices=["register", "demo"])
    parser.add_argument("--accounts-file", type=Path, help="where to write the sample accounts (load demo)")
    parser.add_argument("--unless-purged", action="store_true", help="not again once they were removed (load demo)")


def run(args: argparse.Namespace) -> int:
    """Load what was asked; running it again changes nothing."""
    gc.disable()  # a short life: looking for garbage costs more than it frees
    settings = command_settings()
    if args.what == "register":
        return asyncio.run(_register(settings))
    return asyncio.run(_demo(settings, args.accounts_file, unless_purged=args.unless_purged))


async def _register(settings: Settings) -> int:
    engine = make_engine(settings, 1)
    try:
        async with short(make_sessions(engine)) as session:
            loaded = await load_register(session)
    finally:
        await engine.dispose()
    print("The register is loaded." if loaded else "The register is in already.")
    return 0


async def _demo(settings: Settings, accounts_file: Path | None, *, unless_purged: bool) -> int:
    engine = make_engine(settings, 1)
    try:
        async with short(make_sessions(engine)) as session:
            await load_register(session)
            if unless_purged and await was_purged(session):
                print("The samples were removed; `shop load demo` brings them back.")
                return 0
            loaded = await load_demo(session, settings.secret_key)
            if loaded:
                await add_pictures(session, settings)
    finally:
        await engine.dispose()
    if accounts_file is not None:
        write_accounts(accounts_file, accounts_sheet(settings.secret_key, settings.base_url))
    print("The samples are loaded." if loaded else "The samples are in already.")
    return 0


def write_accounts(file: Path, sheet: str) -> None:
    """Write the sheet of sample accounts so that only its owner may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)  # also when it was there
    file.write_text(sheet, encoding="utf-8")
