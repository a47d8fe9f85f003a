"""`shop audit`: prove that ledgers, holds, batches, transfers, certificates, orders and money agree."""

import argparse
import asyncio
from collections.abc import Sequence

from sqlalchemy import text

from shop.cli.settings import command_settings
from shop.core.db import make_engine, make_sessions, short
from shop.orders.audit import Difference, audit_books

MOST_SHOWN = 100  # differences printed; all are counted


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_args: argparse.Namespace) -> int:
    """Print every difference; 1 when there is any."""
    differences = asyncio.run(_audit())
    print(report(differences))
    return 1 if differences else 0


async def _audit() -> Sequence[Difference]:
    engine = make_engine(command_settings(), 1)
    try:
        async with short(make_sessions(engine)) as session:
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            await session.execute(text("SET LOCAL statement_timeout = 0"))
            return await audit_books(session)
    finally:
        await engine.dispose()


def report(differences: Sequence[Difference]) -> str:
    """What the command prints."""
    if not differences:
        return "Stock, holds, batches, transfers, certificates, orders and money agree."
    lines = [
        f"{each.check}: {each.subject}: expected {each.expected}, found {each.found}"
        for each in differences[:MOST_SHOWN]
    ]
    if len(differences) > MOST_SHOWN:
        lines.append(f"… and {len(differences) - MOST_SHOWN} more")
    return "\n".join([*lines, f"{len(differences)} differences."])
