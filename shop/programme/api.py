"""Addresses of the run of show: segments, where viewers go, goods asked from elsewhere."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.text import Body, DongAmount, Key, Label, Name, Quantity, Reason, Slug, Story
from shop.markets.api import SlugPath
from shop.markets.guards import require_host
from shop.programme.ask_stock import Wanted, ask_stock, decline_asked, send_asked, withdraw_ask
from shop.programme.edit import Draft, Good, add_segment, change_segment, move_segment, remove_segment
from shop.programme.move_viewers import move_viewers
from shop.programme.queries import show_of
from shop.programme.shown import ProgrammeShown, SegmentShown
from shop.programme.stock_queries import AskSeen, ask_seen, asks_of_session

Bound = Annotated[int, Meta(ge=1, le=1_000_000)]


class GoodBody(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A variant of the line-up to pin; without a price (đồng) at the list price, without bounds unbounded."""

    variant: UUID
    price: DongAmount | None = None
    quota: Bound | None = None
    buyer_limit: Bound | None = None


class SegmentBody(Body):
    """A segment: at most three goods; `producer` is an id."""

    title: Name
    minutes: Annotated[int, Meta(ge=1, le=240)]
    presenter: Label = ""
    script: Story = ""
    producer: UUID | None = None
    goods: Annotated[list[GoodBody], Meta(max_length=3)] = msgspec.field(default_factory=list)

    def draft(self) -> Draft:
        """As the use cases take it."""
        return Draft(
            title=self.title,
            minutes=self.minutes,
            presenter=self.presenter,
            script=self.script,
            producer_id=self.producer,
            goods=[
                Good(variant_id=good.variant, price=good.price, quota=good.quota, buyer_limit=good.buyer_limit)
                for good in self.goods
            ],
        )


class NewSegmentBody(SegmentBody, kw_only=True):
    """A segment to add; `client_id` is the sender's own: sent twice it is one segment."""

    client_id: Key


class PlaceBody(Body):
    """The place in the plan, counted from 1; those that have been on air keep theirs."""

    to: Annotated[int, Meta(ge=1, le=1000)]


class MoveBody(Body):
    """The stall viewers are taken to."""

    to: Slug


class AskBody(Body):
    """Goods asked from a place; `client_id` is the sender's own: sent twice it is one request."""

    place: Slug
    variant: UUID
    pieces: Quantity
    client_id: Key


class SendBody(Body):
    """How many of the pieces that were asked for are sent; null: all."""

    pieces: Quantity | None = None


class DeclineBody(Body):
    """Why the goods stay."""

    reason: Reason


async def _shown(session: AsyncSession, actor: Actor, slug: str) -> ProgrammeShown:
    live = await require_host(session, actor, slug)
    await session.flush()
    show = await show_of(session, live)
    return ProgrammeShown(
        segments=[SegmentShown.of(part) for part in show.parts],
        current=show.current,
        over=show.over,
        asks=await asks_of_session(session, live.id),
    )


@get("/{slug:str}/programme", guards=[require_signed_in], operation_id="readProgramme", summary="A run of show")
async def read_programme(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> ProgrammeShown:
    """For those who run the session: segments planned and real, goods asked for."""
    return await _shown(session, actor, slug)


@post("/{slug:str}/segments", status_code=201, guards=[require_signed_in], operation_id="addSegment", summary="Add one")
async def add(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[NewSegmentBody],
) -> ProgrammeShown:
    """At the end of the plan. The same `client_id` adds one segment."""
    await add_segment(session, actor, slug, data.draft(), data.client_id)
    return await _shown(session, actor, slug)


@put(
    "/{slug:str}/segments/{segment_id:uuid}", guards=[require_signed_in], operation_id="changeSegment", summary="Change"
)
async def change(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    segment_id: FromPath[UUID],
    data: JSONBody[SegmentBody],
) -> ProgrammeShown:
    """Write a segment anew that has not been on air."""
    await change_segment(session, actor, slug, segment_id, data.draft())
    return await _shown(session, actor, slug)


@post(
    "/{slug:str}/segments/{segment_id:uuid}/move",
    status_code=200,
    guards=[require_signed_in],
    operation_id="moveSegment",
    summary="Move a segment",
)
async def move(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    segment_id: FromPath[UUID],
    data: JSONBody[PlaceBody],
) -> ProgrammeShown:
    """To a place of the plan, among those that have not been on air."""
    await move_segment(session, actor, slug, segment_id, data.to)
    return await _shown(session, actor, slug)


@delete(
    "/{slug:str}/segments/{segment_id:uuid}",
    guards=[require_signed_in],
    operation_id="removeSegment",
    summary="Remove a segment",
)
async def remove(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, segment_id: FromPath[UUID]
) -> None:
    """One that has not been on air; again changes nothing."""
    await remove_segment(session, actor, slug, segment_id)


@post(
    "/{slug:str}/hand-over",
    status_code=204,
    guards=[require_signed_in],
    operation_id="moveViewers",
    summary="Hand over",
)
async def hand_over(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[MoveBody]
) -> None:
    """Take the viewers to another stall of the market that is on air; again changes nothing."""
    await move_viewers(session, actor, slug, data.to)


@post(
    "/{slug:str}/stock-asks", status_code=201, guards=[require_signed_in], operation_id="askStock", summary="Ask goods"
)
async def ask(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[AskBody]
) -> AskSeen:
    """From another place, to the stall's. The same `client_id` asks once."""
    wanted = Wanted(from_slug=data.place, variant_id=data.variant, pieces=data.pieces, client_id=data.client_id)
    made = await ask_stock(session, actor, slug, wanted)
    return await ask_seen(session, made.id)


@post(
    "/{slug:str}/stock-asks/{ask_id:uuid}/withdraw",
    status_code=200,
    guards=[require_signed_in],
    operation_id="withdrawStockAsk",
    summary="Take a request for goods back",
)
async def withdraw(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, ask_id: FromPath[UUID]
) -> AskSeen:
    """While nobody has answered it; again changes nothing."""
    await withdraw_ask(session, actor, slug, ask_id)
    return await ask_seen(session, ask_id)


@post(
    "/{ask_id:uuid}/send",
    status_code=200,
    guards=[require_signed_in],
    operation_id="sendAskedStock",
    summary="Send what was asked for",
)
async def send(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    ask_id: FromPath[UUID],
    data: JSONBody[SendBody],
) -> AskSeen:
    """For staff of the place it was asked from: a transfer leaves. Again changes nothing."""
    await send_asked(session, actor, ask_id, data.pieces)
    return await ask_seen(session, ask_id)


@post(
    "/{ask_id:uuid}/decline",
    status_code=200,
    guards=[require_signed_in],
    operation_id="declineAskedStock",
    summary="Keep what was asked for",
)
async def decline(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    ask_id: FromPath[UUID],
    data: JSONBody[DeclineBody],
) -> AskSeen:
    """For staff of the place it was asked from, with the reason. Again changes nothing."""
    await decline_asked(session, actor, ask_id, data.reason)
    return await ask_seen(session, ask_id)


routes = [
    Router(
        "/api/v1/sessions",
        route_handlers=[
            read_programme,
            add,
            change,
            move,
            remove,
            hand_over,
            ask,
            withdraw,
        ],
        tags=["run of show"],
    ),
    Router("/api/v1/stock-asks", route_handlers=[send, decline], tags=["run of show"]),
]
