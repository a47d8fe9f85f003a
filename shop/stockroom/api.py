"""Addresses of the stock room, for the staff of a point."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.errors import Invalid
from shop.core.text import Body, Line, Slug
from shop.stockroom.cancel import cancel_transfer
from shop.stockroom.correct import Wrong, correct_stock
from shop.stockroom.count_room import Counted, Tally, count_room
from shop.stockroom.guards import stockroom_of
from shop.stockroom.models import TransferStatus
from shop.stockroom.queries import StockLine, TransferShown, stock_at, transfer_shown, transfers_at
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.rules import MOST_BATCHES, MOST_LINES, MOST_PIECES, Cause, Shortfall
from shop.stockroom.send import Sending, send_transfer

_STAFF = [require_role(Role.STAFF, Role.ADMIN)]

KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
StatusQuery = Annotated[list[TransferStatus] | None, QueryParameter(name="status", max_items=4)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=500)]
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
Code = Annotated[str, Meta(max_length=40)]
Pieces = Annotated[int, Meta(ge=0, le=MOST_PIECES)]


class CorrectionBody(Body):
    """`pieces` more (below zero: fewer) stand there than the books say; `other` needs a note."""

    variant: UUID
    pieces: Annotated[int, Meta(ge=-MOST_PIECES, le=MOST_PIECES)]
    cause: Cause
    note: Line = ""
    batch: Code = ""


class BatchCount(Body):
    """What was counted of the batch whose code is on the label."""

    batch: Code
    pieces: Pieces


class CountLine(Body):
    """What was counted, with what is kept for orders; `seen` is the `on_hand` the books had when one began."""

    variant: UUID
    pieces: Pieces
    seen: Pieces
    batches: Annotated[list[BatchCount], Meta(max_length=MOST_BATCHES)] = msgspec.field(default_factory=list)


class CountBody(Body):
    """A count: each variant once. What is not named stays as it is."""

    lines: Annotated[list[CountLine], Meta(min_length=1, max_length=MOST_LINES)]
    note: Line = ""


class SendLine(Body):
    """Pieces of a variant that leave."""

    variant: UUID
    pieces: Annotated[int, Meta(ge=1, le=MOST_PIECES)]


class SendBody(Body):
    """What goes `to` another sales point: each variant once."""

    to: Slug
    lines: Annotated[list[SendLine], Meta(min_length=1, max_length=MOST_LINES)]
    note: Line = ""


class ArrivedLine(Body):
    """Pieces of a variant that arrived."""

    variant: UUID
    pieces: Pieces


class ReceiveBody(Body):
    """Without `lines` all of it arrived; with them each line is said. What is missing needs a `shortfall`."""

    lines: Annotated[list[ArrivedLine], Meta(min_length=1, max_length=MOST_LINES)] | None = None
    shortfall: Shortfall | None = None
    note: Line = ""


class StockList(msgspec.Struct, frozen=True):
    """What stands at a point."""

    items: list[StockLine]


class TransferList(msgspec.Struct, frozen=True):
    """Transfers to and from a point, the newest first."""

    items: list[TransferShown]


class DifferenceOut(msgspec.Struct, frozen=True, kw_only=True):
    """A count that was not what the books said; `difference` is signed."""

    variant: UUID
    before: int
    counted: int
    difference: int


class DifferenceList(msgspec.Struct, frozen=True):
    """What a count changed."""

    differences: list[DifferenceOut]


@get("/sales-points/{slug:str}/stock", operation_id="listStockOfPoint", summary="What stands at a point")
async def list_stock(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, limit: LimitQuery = 500
) -> StockList:
    """By the products' names; what is promised to orders is in `on_hand`, and counted in `held`."""
    place = await stockroom_of(session, actor, slug)
    return StockList(await stock_at(session, place.id, limit))


@post("/sales-points/{slug:str}/stock/adjust", status_code=200, operation_id="adjustStock", summary="Correct the books")
async def adjust(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[CorrectionBody],
    key: KeyHeader,
) -> StockList:
    """Something was broken, lost, found or given as a sample. The same key corrects once."""
    wrong = Wrong(variant_id=data.variant, pieces=data.pieces, cause=data.cause, note=data.note, batch=data.batch)
    await correct_stock(session, actor, slug, wrong, key)
    place = await stockroom_of(session, actor, slug)
    return StockList([line for line in await stock_at(session, place.id, 500) if line.variant == data.variant])


@post("/sales-points/{slug:str}/stock/count", status_code=200, operation_id="countStock", summary="Record a count")
async def count(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[CountBody],
    key: KeyHeader,
) -> DifferenceList:
    """All of it or none. Orders may be placed meanwhile; where goods came or left, count these again."""
    _once([line.variant for line in data.lines])
    lines = [
        Counted(
            variant_id=line.variant,
            pieces=line.pieces,
            seen=line.seen,
            batches=tuple((one.batch, one.pieces) for one in line.batches),
        )
        for line in data.lines
    ]
    found = await count_room(session, actor, slug, Tally(lines=lines, note=data.note), key)
    return DifferenceList(
        [
            DifferenceOut(variant=each.variant_id, before=each.before, counted=each.counted, difference=each.pieces)
            for each in found
        ]
    )


@get("/sales-points/{slug:str}/transfers", operation_id="listTransfersOfPoint", summary="What is under way")
async def list_transfers(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    statuses: StatusQuery = None,
    limit: LimitQuery = 50,
) -> TransferList:
    """To and from the point; those under way unless `status` says otherwise."""
    place = await stockroom_of(session, actor, slug)
    return TransferList(await transfers_at(session, place.id, statuses or (TransferStatus.SENT,), limit))


@post("/sales-points/{slug:str}/transfers", status_code=201, operation_id="sendTransfer", summary="Send goods")
async def send(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[SendBody],
    key: KeyHeader,
) -> TransferShown:
    """To another sales point, at most what is free. They are for sale nowhere until they arrive."""
    _once([line.variant for line in data.lines])
    pieces = {line.variant: line.pieces for line in data.lines}
    sending = Sending(from_slug=slug, to_slug=data.to, pieces=pieces, note=data.note)
    transfer = await send_transfer(session, actor, sending, key)
    return await transfer_shown(session, transfer.id)


@post(
    "/transfers/{transfer_code:str}/receive", status_code=200, operation_id="receiveTransfer", summary="Goods arrived"
)
async def receive(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    transfer_code: CodePath,
    data: JSONBody[ReceiveBody],
    key: KeyHeader,
) -> TransferShown:
    """For the staff of the point they go to. What is missing is written off. The same key receives once."""
    pieces = None
    if data.lines is not None:
        _once([line.variant for line in data.lines])
        pieces = {line.variant: line.pieces for line in data.lines}
    arrived = Arrived(pieces=pieces, shortfall=data.shortfall, note=data.note)
    transfer = await receive_transfer(session, actor, transfer_code, arrived, key)
    return await transfer_shown(session, transfer.id)


@post(
    "/transfers/{transfer_code:str}/cancel", status_code=200, operation_id="cancelTransfer", summary="Take goods back"
)
async def cancel(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], transfer_code: CodePath
) -> TransferShown:
    """For the staff of the point they come from, until they arrived. Safe to repeat."""
    transfer = await cancel_transfer(session, actor, transfer_code)
    return await transfer_shown(session, transfer.id)


def _once(variants: list[UUID]) -> None:
    if len(set(variants)) < len(variants):
        raise Invalid(field="lines")


routes = [
    Router(
        "/api/v1",
        route_handlers=[list_stock, adjust, count, list_transfers, send, receive, cancel],
        guards=_STAFF,
        tags=["stock"],
    )
]
