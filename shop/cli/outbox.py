"""`shop outbox list|resend`: what waits, what was given up, and another chance for it."""

import argparse
import asyncio
from uuid import UUID

from shop.cli.settings import command_settings
from shop.core.backlog import COUNTED, Backlog, DeadLetter, dead_letters, look_at_backlog, revive
from shop.core.db import make_engine, make_sessions, short

ERROR_WIDTH = 160  # characters of an error shown in the list


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `list` and `resend`."""
    what = parser.add_subparsers(dest="what", required=True)
    listing = what.add_parser("list", help="how far behind the outbox is, and its dead letters")
    listing.add_argument("--limit", type=int, default=20, help="dead letters to show (default: 20)")
    again = what.add_parser("resend", help="give dead letters a fresh row of attempts")
    again.add_argument("ids", nargs="*", type=UUID, help="ids of dead letters, as `list` shows them")
    again.add_argument("--all", action="store_true", help="every dead letter")


def run(args: argparse.Namespace) -> int:
    """Look at the outbox or resend; exit code 1 when there was nothing to resend."""
    if args.what == "list":
        return asyncio.run(_list(args.limit))
    if bool(args.ids) == args.all:
        print("shop outbox resend: name the ids, or say --all.")
        return 2
    return asyncio.run(_resend(None if args.all else args.ids))


async def _list(limit: int) -> int:
    engine = make_engine(command_settings(), 1)
    async with short(make_sessions(engine)) as session:
        backlog = await look_at_backlog(session)
        letters = await dead_letters(session, limit)
    await engine.dispose()
    print("\n".join([describe(backlog), *(show(letter) for letter in letters)]))
    return 0


async def _resend(ids: list[UUID] | None) -> int:
    engine = make_engine(command_settings(), 1)
    async with short(make_sessions(engine)) as session:
        count = await revive(session, ids)
    await engine.dispose()
    print(f"{count} dead letters will be tried again; the relay sends them within a second.")
    return 0 if count else 1


def describe(backlog: Backlog) -> str:
    """One line about the state of the outbox."""
    waiting, undone, dead = (
        f"{count}+" if count == COUNTED else str(count) for count in (backlog.waiting, backlog.open, backlog.dead)
    )
    return (
        f"events waiting: {waiting} · deliveries not done: {undone} · "
        f"oldest: {backlog.oldest_seconds:.1f} s · dead letters: {dead}"
    )


def show(letter: DeadLetter) -> str:
    """One dead letter in two lines: what it was, and why it failed."""
    when = f"{letter.dead_at:%Y-%m-%d %H:%M:%S}Z" if letter.dead_at else "-"
    error = " ".join((letter.error or "").split())[:ERROR_WIDTH]
    return f"{letter.id}  {when}  {letter.kind} -> {letter.subscriber}  tries {letter.attempts}\n    {error}"
