"""Addresses at which people speak and order in a room, answer what they were asked, and hosts see what came in."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.comment_orders.answer import Reply
from shop.comment_orders.desk import mark_answered, read_desk
from shop.comment_orders.queries import Buyer, goods_of_room, wish_of, wishes_of
from shop.comment_orders.shown import AnswerBody, DeskWishes, OwnWishes, WishShown, shown
from shop.comment_orders.work import Taken, Work
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.http.limits import Limiter, address_of
from shop.http.locale import locale_of
from shop.livestream.claims_rules import Claim
from shop.livestream.comment import Said
from shop.livestream.drop import RoomDrop
from shop.livestream.talk_api import CommentBody, CommentTaken, take_for_comment
from shop.markets.api import SlugPath, buyer_in, guest_of, known_buyer
from shop.markets.guards import require_host
from shop.markets.queries import stall_by_slug
from shop.orders.api import take_for_order

AnyRequest = Request[Any, Any, Any]


class CommentAnswered(CommentTaken, frozen=True, kw_only=True):
    """A comment as its sender sees it, with what came of it where it orders, changes or takes back anything."""

    wish: WishShown | None


def work_of(request: AnyRequest, actor: Actor, settings: Settings, sessions: Sessions, drop: RoomDrop) -> Work:
    """What turns this request's comments into orders; an order counts as any order of its buyer does."""
    limiter: Limiter = request.app.state.limiter

    async def allow(phone: str) -> None:
        await take_for_order(limiter, actor, address_of(request), phone)

    return Work.of(settings, sessions, drop, allow)


@post("/{slug:str}/comments", status_code=201, operation_id="postComment", summary="Say, ask or order in a room")
async def comment(
    *,
    request: AnyRequest,
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    drop: NamedDependency[RoomDrop],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[CommentBody],
) -> Response[CommentAnswered]:
    """The comment as its sender sees it; others read it with telephone numbers hidden. Only while on air.

    What clearly orders is ordered; `wish` says what came of it, or what is asked. The same `client_id` is one comment
    and one order. A guest is known again by the cookie that comes with the first reply.
    """
    await take_for_comment(limiter, actor, request)
    said = Said(
        text=data.text,
        client_id=data.client_id,
        guest=guest_of(request, settings, slug),
        name=data.name,
        locale=locale_of(request.scope),
    )
    key, cookies = known_buyer(request, actor, settings.secret_key)
    taken = await work_of(request, actor, settings, sessions, drop).take(actor, slug, said, key)
    made = taken.comment
    answered = CommentAnswered(
        made.id,
        made.name,
        made.text,
        made.created_at,
        claims=[Claim(claim) for claim in made.claims],
        wish=await _read_wish(sessions, taken, settings),
    )
    return Response(answered, status_code=201, cookies=cookies)


@get("/{slug:str}/asks", operation_id="listOwnWishes", summary="What one's own comments ordered, and what is asked")
async def read_own(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> OwnWishes:
    """For whoever asks: the person, or the guest of this browser. The newest five, the oldest first."""
    live = (await stall_by_slug(session, slug)).live
    found = await wishes_of(session, live.id, Buyer.of(actor, buyer_in(request, settings.secret_key)))
    room = await goods_of_room(session, live.id)
    return OwnWishes([shown(one, room, settings.secret_key) for one in found])


@post(
    "/{slug:str}/asks/{doubt_id:uuid}",
    status_code=200,
    operation_id="answerWish",
    summary="Answer what is asked about a comment",
)
async def answer(
    *,
    request: AnyRequest,
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    drop: NamedDependency[RoomDrop],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    doubt_id: FromPath[UUID],
    data: JSONBody[AnswerBody],
) -> WishShown:
    """One tap, a telephone or an age; what is then clear is ordered. Each question is answered once: safe to repeat."""
    buyer = Buyer.of(actor, buyer_in(request, settings.secret_key))
    reply = Reply(
        step=data.step,
        choice=data.choice,
        name=data.name,
        phone=data.phone,
        age_confirmed=data.age_confirmed,
        drop=data.drop,
    )
    async with short(sessions) as session:
        live = (await stall_by_slug(session, slug)).live
    await work_of(request, actor, settings, sessions, drop).answer(live.id, doubt_id, buyer, reply)
    return await _shown(sessions, doubt_id, settings)


@post(
    "/{slug:str}/asks/{doubt_id:uuid}/undo",
    status_code=200,
    operation_id="undoWish",
    summary="Take back what came of a comment",
)
async def undo(
    *,
    request: AnyRequest,
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    drop: NamedDependency[RoomDrop],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    doubt_id: FromPath[UUID],
) -> WishShown:
    """For its writer, until it is packed. Again changes nothing."""
    buyer = Buyer.of(actor, buyer_in(request, settings.secret_key))
    async with short(sessions) as session:
        live = (await stall_by_slug(session, slug)).live
    await work_of(request, actor, settings, sessions, drop).undo(live.id, doubt_id, buyer)
    return await _shown(sessions, doubt_id, settings)


@get(
    "/{slug:str}/wishes",
    guards=[require_signed_in],
    operation_id="listRoomWishes",
    summary="Comments that order, and questions",
)
async def read_room(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> DeskWishes:
    """For its host: names shortened, phones but for their end hidden."""
    live = await require_host(session, actor, slug)
    return await read_desk(session, live.id)


@post(
    "/{slug:str}/wishes/{doubt_id:uuid}/answered",
    status_code=204,
    guards=[require_signed_in],
    operation_id="markAnswered",
    summary="Note that a question was answered",
)
async def answered(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, doubt_id: FromPath[UUID]
) -> None:
    """For its host. The moment is kept; again changes nothing."""
    await mark_answered(session, actor, slug, doubt_id)


async def _read_wish(sessions: Sessions, taken: Taken, settings: Settings) -> WishShown | None:
    return None if taken.wish_id is None else await _shown(sessions, taken.wish_id, settings)


async def _shown(sessions: Sessions, wish_id: UUID, settings: Settings) -> WishShown:
    async with short(sessions) as session:
        found = await wish_of(session, wish_id)
        return shown(found, await goods_of_room(session, found.wish.session_id), settings.secret_key)


routes = [
    Router(
        "/api/v1/sessions",
        route_handlers=[comment, read_own, answer, undo, read_room, answered],
        tags=["night market"],
    )
]
