"""Addresses of waiting lists: join one, see one's own turns, leave."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.who import actor_of
from shop.core.actor import Actor
from shop.core.text import Body, Quantity
from shop.http.limits import Limiter, address_of
from shop.http.locale import locale_of
from shop.livestream.order import RoomLine, RoomOrder
from shop.livestream.wait import RoomLines, WaitAsk
from shop.markets.api import SlugPath
from shop.markets.queries import stall_by_slug
from shop.offers.join import leave_queue
from shop.offers.models import WaitState
from shop.offers.queries import Mine, entries_of
from shop.offers.tickets import read_ticket, ticket_of
from shop.orders.api import take_for_order
from shop.orders.rules import order_token
from shop.orders.wish import Contact
from shop.payments.models import PaymentMethod

Ticket = Annotated[str, msgspec.Meta(max_length=80)]
TicketQuery = Annotated[list[Ticket] | None, QueryParameter(name="ticket", max_items=20)]
OneTicket = Annotated[str, QueryParameter(name="ticket", max_length=80)]


class WaitBody(Body):
    """Wait for so many of a variant at its price of this moment; with `flash` at that flash drop's."""

    variant: UUID
    quantity: Quantity
    contact: Contact
    payment: PaymentMethod = PaymentMethod.COD
    flash: UUID | None = None
    age_confirmed: bool = False


class OwnOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The order that was placed for an entry; `token` opens it."""

    code: str
    token: str
    hold_expires_at: datetime | None
    payment: PaymentMethod


class WaitShown(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as its owner sees it: `position` counts from 1 while it waits; `ticket` opens it to a guest.

    `why` is the code of what refused it when its turn had come. `price` is đồng a piece.
    """

    id: UUID
    ticket: str
    variant: UUID
    quantity: int
    price: int
    state: WaitState
    position: int | None
    why: str | None
    order: OwnOrder | None

    @classmethod
    def of(cls, mine: Mine, secret: str) -> "WaitShown":
        """The entry, with what opens it and its order."""
        entry = mine.entry
        order = None
        if entry.order_id is not None and mine.order_code is not None:
            order = OwnOrder(
                code=mine.order_code,
                token=order_token(secret, entry.order_id),
                hold_expires_at=mine.hold_expires_at,
                payment=entry.payment_method,
            )
        return cls(
            id=entry.id,
            ticket=ticket_of(secret, entry.id),
            variant=entry.variant_id,
            quantity=entry.quantity,
            price=entry.price,
            state=entry.state,
            position=mine.position,
            why=entry.why,
            order=order,
        )


class WaitList(msgspec.Struct, frozen=True):
    """One's own entries, the newest first."""

    items: list[WaitShown]


class LineTill(msgspec.Struct, frozen=True):
    """Who wants to wait, what counts it, and where it is written: one dependency, as each costs a task in a crowd."""

    actor: Actor
    limiter: Limiter
    lines: RoomLines
    secret: str


async def provide_line_till(request: Request[Any, Any, Any]) -> LineTill:
    """The `till` of the route below."""
    state = request.app.state
    return LineTill(await actor_of(request), state.limiter, state.lines, state.secret)


@post(
    "/{slug:str}/waiting",
    status_code=201,
    dependencies={"till": Provide(provide_line_till)},
    operation_id="joinWaiting",
    summary="Wait for what is sold out",
)
async def join(
    *,
    request: Request[Any, Any, Any],
    till: NamedDependency[LineTill],
    slug: SlugPath,
    data: JSONBody[WaitBody],
) -> WaitShown:
    """One stands once in a list: again is the same turn, with fewer pieces where fewer are asked for.

    When the turn comes an order is placed, fetched at the stall's place. Takes no session: a crowd that joins holds no
    connection. 202 says that the outcome is not known in time.
    """
    await take_for_order(till.limiter, till.actor, address_of(request), data.contact.phone)
    wish = RoomOrder(
        slug=slug,
        lines=(RoomLine(variant=data.variant, quantity=data.quantity),),
        contact=data.contact,
        payment=data.payment,
        flash=data.flash,
        age_confirmed=data.age_confirmed,
        locale=locale_of(request.scope),
    )
    return WaitShown.of(await till.lines.submit(WaitAsk(wish, till.actor)), till.secret)


@get("/{slug:str}/waiting", operation_id="listWaiting", summary="One's own turns")
async def own(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    tickets: TicketQuery = None,
) -> WaitList:
    """Those of the signed-in person, and those the tickets open; nobody else's."""
    stall = await stall_by_slug(session, slug)
    ids = {found for ticket in tickets or () if (found := read_ticket(settings.secret_key, ticket)) is not None}
    mine = await entries_of(session, stall.live.id, actor.person_id, ids)
    return WaitList([WaitShown.of(one, settings.secret_key) for one in mine])


@delete(
    "/{slug:str}/waiting/{entry_id:uuid}", status_code=200, operation_id="leaveWaiting", summary="Give up one's turn"
)
async def leave(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    entry_id: FromPath[UUID],
    ticket: OneTicket = "",
) -> WaitShown:
    """For its owner; a guest shows the ticket. Again changes nothing; what was served meanwhile comes back as such."""
    stall = await stall_by_slug(session, slug)
    entry = await leave_queue(session, actor, entry_id, ticket, settings.secret_key)
    [mine] = await entries_of(session, stall.live.id, None, [entry.id])
    return WaitShown.of(mine, settings.secret_key)


routes = [Router("/api/v1/sessions", route_handlers=[join, own, leave], tags=["night market"])]
