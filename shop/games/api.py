"""Addresses of what a room plays: polls, lucky draws, dropped vouchers, reactions. Amounts are đồng."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.money import Dong
from shop.core.text import Body, DongAmount, Key, Label, Name, Phone
from shop.games.draw import NewDraw, announce_draw, draw_now
from shop.games.drop import DropWish, drop_voucher, take_drop_back
from shop.games.enter import Entrant, enter_draw
from shop.games.keep import Kept, keep_drop
from shop.games.poll import NewPoll, close_poll, open_poll, vote
from shop.games.queries import draw_by_code
from shop.games.rules import DrawProof
from shop.http.limits import Limit, Limiter, address_of, limit_by_address, take_for_buyer
from shop.http.locale import locale_of
from shop.markets.api import SlugPath, guest_of

Seconds = Annotated[int, Meta(ge=30, le=600)]
DrawSeconds = Annotated[int, Meta(ge=30, le=3600)]
Question = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Option = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
Code = Annotated[str, Meta(min_length=4, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
CodePath = Annotated[str, PathParameter(min_length=4, max_length=20)]

_PLAYERS = Limit("games.person", 30, 60)  # votes, entries and keeps of one person
_GUESTS = Limit("games.address", 240, 60)  # a whole phone network may share an address
_READERS = Limit("games.draw", 120, 60)


class PollBody(Body, kw_only=True):
    """A question with two to six answers; without `seconds` it is open until the host closes it."""

    client_id: Key
    question: Question
    options: Annotated[list[Option], Meta(min_length=2, max_length=6)]
    seconds: Seconds | None = None


class VoteBody(Body):
    """The place of the chosen answer, from 0."""

    choice: Annotated[int, Meta(ge=0, le=5)]


class DrawBody(Body, kw_only=True):
    """A prize for so many of those who enter within `seconds`. Nobody has to buy anything."""

    client_id: Key
    prize: Question
    winners: Annotated[int, Meta(ge=1, le=20)] = 1
    seconds: DrawSeconds = 120


class EnterBody(Body, kw_only=True):
    """A guest says a name and a phone; a person who is signed in may leave both out."""

    name: Name | None = None
    phone: Phone | None = None


class DropBody(Body, kw_only=True):
    """So many pieces of an existing voucher, or, without `code`, of a new one of `amount` that `producer` pays for."""

    client_id: Key
    quota: Annotated[int, Meta(ge=1, le=500)]
    minutes: Annotated[int, Meta(ge=1, le=120)]
    code: Code | None = None
    producer: UUID | None = None
    amount: DongAmount = 0
    minimum: DongAmount = 0
    name: Label = ""


class Made(msgspec.Struct, frozen=True):
    """The id of what was begun."""

    id: UUID


class DrawMade(msgspec.Struct, frozen=True):
    """A draw as its host gets it: its public code, and the SHA-256 of its seed (hex)."""

    code: str
    commitment: str


class Ticket(msgspec.Struct, frozen=True):
    """An entry: the ticket and the masked name under which it is published."""

    ticket: str
    name: str


async def take_for_play(limiter: Limiter, actor: Actor, request: Request[Any, Any, Any]) -> None:
    """Count a vote, an entry or a keep; for the routes and for the page's forms."""
    await take_for_buyer(limiter, _PLAYERS if actor.signed_in else _GUESTS, actor, address_of(request))


@post("/{slug:str}/polls", status_code=201, guards=[require_signed_in], operation_id="openPoll", summary="Open a poll")
async def begin_poll(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[PollBody]
) -> Made:
    """For the host on air; one at a time. The same `client_id` gives the same poll."""
    wish = NewPoll(client_id=data.client_id, question=data.question, options=tuple(data.options), seconds=data.seconds)
    return Made((await open_poll(session, actor, slug, wish)).id)


@post(
    "/{slug:str}/polls/{poll_id:uuid}/close",
    status_code=204,
    guards=[require_signed_in],
    operation_id="closePoll",
    summary="Close a poll",
)
async def end_poll(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, poll_id: FromPath[UUID]
) -> None:
    """For the host. Its result stays in the room for 30 seconds; again changes nothing."""
    await close_poll(session, actor, slug, poll_id)


@post("/{slug:str}/polls/{poll_id:uuid}/vote", status_code=204, operation_id="votePoll", summary="Answer a poll")
async def cast(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    poll_id: FromPath[UUID],
    data: JSONBody[VoteBody],
) -> None:
    """One answer for each person or guest, changed until the poll closes. Again changes nothing."""
    await take_for_play(limiter, actor, request)
    await vote(session, actor, slug, poll_id, data.choice, guest=guest_of(request, settings, slug))


@post(
    "/{slug:str}/draws",
    status_code=201,
    guards=[require_signed_in],
    operation_id="announceDraw",
    summary="Announce a lucky draw",
)
async def begin_draw(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[DrawBody],
) -> DrawMade:
    """For the host on air; one at a time. The same `client_id` gives the same draw."""
    wish = NewDraw(client_id=data.client_id, prize=data.prize, winners=data.winners, seconds=data.seconds)
    made = await announce_draw(session, actor, slug, wish, settings.secret_key)
    return DrawMade(made.code, made.commitment.hex())


@post("/{slug:str}/draws/{draw:str}/entries", status_code=200, operation_id="enterDraw", summary="Enter a lucky draw")
async def enter(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    draw: CodePath,
    data: JSONBody[EnterBody],
) -> Ticket:
    """Once by account and once by phone; again gives the same ticket. Nobody has to buy anything."""
    await take_for_play(limiter, actor, request)
    who = Entrant(name=data.name or "", phone=data.phone or "", locale=locale_of(request.scope))
    entry = await enter_draw(session, actor, slug, draw, who, secret=settings.secret_key)
    return Ticket(entry.ticket, entry.name)


@post(
    "/{slug:str}/draws/{draw:str}/draw",
    status_code=204,
    guards=[require_signed_in],
    operation_id="drawNow",
    summary="Draw the winners",
)
async def reveal(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    draw: CodePath,
) -> None:
    """For the host, once it has closed; otherwise it is drawn by itself within seconds. Again changes nothing."""
    await draw_now(session, actor, slug, draw, settings.secret_key)


@get("/{draw:str}", guards=[limit_by_address(_READERS)], operation_id="getDraw", summary="A lucky draw, to check it")
async def read_draw(session: NamedDependency[AsyncSession], draw: CodePath) -> DrawProof:
    """Commitment, entries and, once it was drawn, seed and winners: what `shop draw verify` reads."""
    return (await draw_by_code(session, draw)).proof


@post(
    "/{slug:str}/drops",
    status_code=201,
    guards=[require_signed_in],
    operation_id="dropVoucher",
    summary="Drop a voucher into the room",
)
async def begin_drop(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[DropBody]
) -> Made:
    """For the host on air; one at a time. A new voucher is made by editors of the producer who pays it."""
    wish = DropWish(
        client_id=data.client_id,
        quota=data.quota,
        minutes=data.minutes,
        code=data.code,
        producer_id=data.producer,
        amount=Dong(data.amount),
        minimum=Dong(data.minimum),
        name=data.name,
    )
    return Made((await drop_voucher(session, actor, slug, wish)).id)


@post(
    "/{slug:str}/drops/{drop_id:uuid}/close",
    status_code=204,
    guards=[require_signed_in],
    operation_id="takeDropBack",
    summary="Take a voucher out of the room",
)
async def end_drop(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, drop_id: FromPath[UUID]
) -> None:
    """For the host; who kept one keeps it. Again changes nothing."""
    await take_drop_back(session, actor, slug, drop_id)


@post("/{slug:str}/drops/{drop_id:uuid}/keep", status_code=200, operation_id="keepVoucher", summary="Keep a voucher")
async def keep(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    drop_id: FromPath[UUID],
) -> Kept:
    """Its code, to be used at the checkout; one for each person or guest, again the same."""
    await take_for_play(limiter, actor, request)
    return await keep_drop(session, actor, slug, drop_id, guest_of(request, settings, slug))


routes = [
    Router(
        "/api/v1/sessions",
        route_handlers=[begin_poll, end_poll, cast, begin_draw, enter, reveal, begin_drop, end_drop, keep],
        tags=["night market"],
    ),
    Router("/api/v1/draws", route_handlers=[read_draw], tags=["night market"]),
]
