"""Addresses of returns for who decides on them, takes the goods and pays: points, producers, the office."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role, require_signed_in
from shop.cart.rules import MAX_LINES
from shop.core.actor import Actor, Role
from shop.core.text import Body, Line
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.payments.models import RefundMethod
from shop.places.errors import PlaceUnknown
from shop.places.guards import require_staff
from shop.places.queries import place_by_slug
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.queries import producer_by_slug
from shop.returns.decide import Decision, Verdict, decide_return
from shop.returns.models import Return
from shop.returns.pay_back import pay_back
from shop.returns.queries import returns_at, returns_for_office, returns_of_producer, shown_return
from shop.returns.receive import Came, receive_return
from shop.returns.shown import ReturnShown
from shop.returns.terms import return_terms

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
ReturnPath = Annotated[str, PathParameter(min_length=1, max_length=40)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]
Pieces = Annotated[int, Meta(ge=0, le=999)]


class DecisionBody(Body):
    """A verdict; the buyer reads the reason, which only an acceptance may leave out."""

    verdict: Verdict
    reason: Line = ""


class CameBody(Body):
    """Of an order line so many pieces go back on the shelf, and so many are written off."""

    line: UUID
    shelved: Pieces = 0
    written_off: Pieces = 0


class ReceiveBody(Body):
    """What came."""

    lines: Annotated[list[CameBody], Meta(min_length=1, max_length=MAX_LINES)]


class PayBody(Body):
    """How the money was given; a transfer needs the bank's reference."""

    method: RefundMethod
    note: Line = ""


class ReturnList(msgspec.Struct, frozen=True):
    """A page of returns."""

    items: Sequence[ReturnShown]
    next_cursor: str | None


@get("/sales-points/{slug:str}/returns", status_code=200, operation_id="listReturnsAtPoint", summary="Of a point")
async def of_point(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    *,
    closed: FromQuery[bool] = False,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> ReturnList:
    """Those to work on, the oldest first; with `closed` all of them, the newest first. For its staff."""
    place = await place_by_slug(session, slug)
    if place is None:
        raise PlaceUnknown
    await require_staff(session, actor, place.id)
    items = await returns_at(session, place.id, everything=closed, limit=limit + 1, after=_after(cursor))
    return _page(items, limit)


@get("/producers/{slug:str}/returns", status_code=200, operation_id="listReturnsOfProducer", summary="Of a producer")
async def of_producer(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    *,
    closed: FromQuery[bool] = False,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> ReturnList:
    """The same of its goods, wherever they go back. For its members."""
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    await require_member(session, actor, producer.id)
    items = await returns_of_producer(session, producer.id, everything=closed, limit=limit + 1, after=_after(cursor))
    return _page(items, limit)


@get("/returns", status_code=200, operation_id="listReturnsForOffice", summary="Of the office (officers)")
async def of_office(
    session: NamedDependency[AsyncSession], cursor: CursorQuery = None, limit: LimitQuery = 50
) -> ReturnList:
    """Open returns that were escalated or take the law's exit, the oldest first."""
    return _page(await returns_for_office(session, limit=limit + 1, after=_after(cursor)), limit)


@post("/returns/{return_code:str}/decide", status_code=200, operation_id="decideReturn", summary="Decide on a return")
async def decide(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    return_code: ReturnPath,
    data: JSONBody[DecisionBody],
) -> ReturnShown:
    """For the staff of its place and its producer's editors; once it was escalated for the office alone."""
    decision = Decision(verdict=data.verdict, reason=data.reason)
    return await _shown(session, await decide_return(session, actor, return_code, decision, return_terms(settings)))


@post("/returns/{return_code:str}/receive", status_code=200, operation_id="receiveReturn", summary="The goods are here")
async def receive(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    return_code: ReturnPath,
    data: JSONBody[ReceiveBody],
) -> ReturnShown:
    """Onto the books, what is spoiled off again; the refund is owed. For the staff of its place."""
    came = [Came(line=each.line, shelved=each.shelved, written_off=each.written_off) for each in data.lines]
    return await _shown(session, await receive_return(session, actor, return_code, came, return_terms(settings)))


@post(
    "/returns/{return_code:str}/pay-back", status_code=200, operation_id="payBackReturn", summary="The refund was paid"
)
async def pay(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    return_code: ReturnPath,
    data: JSONBody[PayBody],
) -> ReturnShown:
    """Under a new slip number. For the staff of its place. Safe to repeat."""
    terms = return_terms(settings)
    return await _shown(session, await pay_back(session, actor, return_code, data.method, note=data.note, terms=terms))


async def _shown(session: AsyncSession, moved: Return) -> ReturnShown:
    await session.flush()  # the answer is read from the rows
    return await shown_return(session, moved.id)


def _after(cursor: str | None) -> UUID | None:
    return decode_cursor(cursor, UUID) if cursor else None


def _page(items: Sequence[ReturnShown], limit: int) -> ReturnList:
    more = len(items) > limit
    return ReturnList(items[:limit], encode_cursor(items[limit - 1].id) if more else None)


routes = [
    Router(
        "/api/v1",
        route_handlers=[of_point, of_producer, decide, receive, pay],
        guards=[require_signed_in],
        tags=["returns"],
    ),
    Router("/api/v1", route_handlers=[of_office], guards=[require_role(Role.OFFICER, Role.ADMIN)], tags=["returns"]),
]
