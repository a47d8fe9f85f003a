"""`shop stock receive`: goods arrived at a place."""

import argparse
import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.queries import offers
from shop.cli.settings import command_settings
from shop.core.audit import record_act
from shop.core.db import make_engine, make_sessions, short
from shop.inventory.queries import available
from shop.inventory.receive import receive_stock
from shop.places.queries import place_by_slug

ACTOR = "shop stock receive"
MOST = 1_000_000  # pieces of one delivery: more is a slip of the finger


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `receive` and what it needs."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    receive = verbs.add_parser("receive", help="add pieces of a variant at a place")
    receive.add_argument("--variant", type=UUID, required=True, metavar="ID", help="id of the variant")
    receive.add_argument("--place", required=True, metavar="SLUG", help="slug of the sales point or store")
    receive.add_argument("--quantity", type=_pieces, required=True, metavar="N", help="pieces, 1 or more")
    receive.add_argument(
        "--reason", default=None, metavar="TEXT", help="what the ledger notes, such as a paper's number"
    )


def run(args: argparse.Namespace) -> int:
    """Receive; 1 when the variant or the place is unknown."""
    return asyncio.run(_receive(args.variant, args.place, args.quantity, args.reason))


async def _receive(variant_id: UUID, slug: str, pieces: int, reason: str | None) -> int:
    engine = make_engine(command_settings(), 1)
    try:
        async with short(make_sessions(engine)) as session:
            said, code = await receive_at(session, variant_id, slug, pieces, reason)
    finally:
        await engine.dispose()
    print(said)
    return code


async def receive_at(
    session: AsyncSession, variant_id: UUID, slug: str, pieces: int, reason: str | None
) -> tuple[str, int]:
    """Receive `pieces` units at the place `slug`; the sentence to print and the exit code."""
    place = await place_by_slug(session, slug)
    if place is None:
        return f"There is no place {slug!r}.", 1
    offer = (await offers(session, [variant_id])).get(variant_id)
    if offer is None:
        return f"There is no variant {variant_id}.", 1
    await receive_stock(session, variant_id, place.id, pieces, ACTOR, reason=reason)
    record_act(session, ACTOR, "stock.receive", variant_id, place=slug, pieces=pieces)
    stock = await available(session, [variant_id])
    free = next(at.available for at in stock[variant_id] if at.place_id == place.id)
    name = " ".join(part for part in (offer.product_name, offer.variant_name) if part)
    return f"{name}: {pieces} received at {place.name}, {free} free there now.", 0


def _pieces(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"1 to {MOST:,} pieces")
    return number
