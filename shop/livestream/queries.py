"""Reads of markets, stalls and rooms."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import LateralFromClause

from shop.broadcast.seen import picture_seen
from shop.catalog.models import Product, Variant
from shop.catalog.queries import graded, sale_predicate
from shop.certification.models import Certificate, ProductGroup, RegisteredProduct
from shop.certification.rules import PUBLIC
from shop.conduct.goods import kinds_of_product
from shop.conduct.queries import StopSeen, stop_of
from shop.conduct.rules import GoodsKind
from shop.conduct.shown import warnings_seen
from shop.core.clock import local
from shop.core.masks import mask_phones
from shop.games.queries import games_of
from shop.games.rules import ReactionKind
from shop.inventory.models import StockLevel
from shop.livestream.models import Comment, Pin
from shop.livestream.offered import flash_seen, offered_pins
from shop.livestream.room import AtPlace, CommentSeen, Frame, GradedItem, LineUpItem, Named, pins_of
from shop.livestream.rules import ROOM_COMMENTS
from shop.livestream.speaker import shown_to
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.markets.queries import Stall, stall_by_slug
from shop.markets.rules import room_state
from shop.markets.speaker import Speaker
from shop.offers.queries import offers_of_room
from shop.producers.models import Producer
from shop.programme.stage import on_stage
from shop.promotions.models import Allowance, Campaign


async def line_up(session: AsyncSession, live: LiveSession) -> list[LineUpItem]:
    """The session's variants in its own order, with stock at its place, pin, price and certificate: one statement."""
    grade = _grade()
    on_sale = and_(Variant.active, sale_predicate()).label("on_sale")
    free = StockLevel.free.label("free")
    rows = await session.execute(
        select(LineUp.code.label("line_code"), Product, Variant, Pin, Campaign.price.label("live_price"))
        .add_columns(Allowance.quota, (Allowance.quota - Allowance.taken).label("left"), Allowance.buyer_limit)
        .add_columns(on_sale, free, Producer.name.label("producer"), *grade.c)
        .add_columns(ProductGroup.code.label("group_code"))
        .select_from(LineUp)
        .join(Variant, Variant.id == LineUp.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Producer, Producer.id == Product.producer_id)
        .outerjoin(RegisteredProduct, RegisteredProduct.id == Product.registered_product_id)
        .outerjoin(ProductGroup, ProductGroup.id == RegisteredProduct.group_id)
        .outerjoin(StockLevel, and_(StockLevel.variant_id == Variant.id, StockLevel.place_id == live.place_id))
        .outerjoin(Pin, and_(Pin.session_id == live.id, Pin.variant_id == Variant.id, Pin.unpinned_at.is_(None)))
        .outerjoin(Campaign, Campaign.id == Pin.campaign_id)
        .outerjoin(Allowance, Allowance.id == Campaign.allowance_id)
        .outerjoin(grade, true())
        .where(LineUp.session_id == live.id)
        .order_by(LineUp.position, LineUp.id)
        .execution_options(populate_existing=True)
    )
    return [_item(row) for row in rows]


class Talk(msgspec.Struct, frozen=True):
    """The newest comments as a reader may read them, the oldest first, and those taken down last.

    `orders` is how often the room has said that an order stands.
    """

    comments: list[CommentSeen]
    removed: list[UUID]
    orders: int = 0


async def newest_talk(
    session: AsyncSession, session_id: UUID, reader: Speaker | None = None, limit: int = ROOM_COMMENTS
) -> Talk:
    """What is said in a room, in one statement: the newest lines of talk, and as many about orders beside them.

    So talk never crowds out that an order stands; of more orders at once than that the number tells.
    """
    here = select(Comment.id).where(Comment.session_id == session_id)
    newest = here.where(shown_to(reader)).order_by(Comment.id.desc()).limit(limit)
    talk, orders = newest.where(Comment.order_code.is_(None)), newest.where(Comment.order_code.is_not(None))
    hidden = here.where(Comment.hidden_at.is_not(None)).order_by(Comment.hidden_at.desc(), Comment.id).limit(limit)
    said = select(func.count()).where(
        Comment.session_id == session_id, Comment.order_code.is_not(None), ~Comment.shadow
    )
    rows = await session.execute(
        select(Comment, said.scalar_subquery())
        .where(or_(*(Comment.id.in_(which) for which in (talk, orders, hidden))))
        .order_by(Comment.id)
        .execution_options(populate_existing=True)
    )
    found = rows.all()
    return Talk(
        [seen(comment) for comment, _ in found if comment.hidden_at is None],
        [comment.id for comment, _ in found if comment.hidden_at is not None],
        found[0][1] if found else 0,
    )


def seen(comment: Comment) -> CommentSeen:
    """A comment as others may read it."""
    return CommentSeen(
        comment.id,
        mask_phones(comment.name),
        mask_phones(comment.text),
        comment.created_at,
        order=comment.order_code is not None,
        origin=comment.origin,
    )


async def snapshot(
    session: AsyncSession,
    slug: str,
    *,
    away_after: int,
    viewers: int = 0,
    reactions: dict[ReactionKind, int] | None = None,
) -> Frame:
    """The room at this moment, in some seven statements; a host unseen for `away_after` seconds is away.

    Raises:
        SessionUnknown: no session has this address.
    """
    stall = await stall_by_slug(session, slug)
    return await room_of(session, stall, away_after=away_after, viewers=viewers, reactions=reactions)


async def room_of(
    session: AsyncSession,
    stall: Stall,
    *,
    away_after: int,
    viewers: int,
    reader: Speaker | None = None,
    reactions: dict[ReactionKind, int] | None = None,
) -> Frame:
    """The room of a stall just read, in some six more statements; `reader` finds their own lines in the shadow too."""
    live = stall.live
    items, offers = await line_up(session, live), await offers_of_room(session, live.id)
    talk, stopped = await _public_talk(session, live, reader)
    stage = await on_stage(session, live)
    frame = Frame(
        seq=live.seq,
        state=room_state(live.state, live.host_seen_at, stall.now, away_after),
        pins=offered_pins(pins_of(items), offers),
        stock={item.variant_id: item.available for item in items if item.on_sale},
        viewers=viewers,
        comments=talk.comments,
        orders=talk.orders,
        removed=talk.removed,
        slow_seconds=live.slow_seconds,
        host=Named(stall.host_name),
        place=AtPlace(stall.place_slug, stall.place_name),
        title=live.title,
        starts_at=live.starts_at,
        ends_at=live.ends_at,
        server_time=stall.now,
        sample=live.sample,
        segment=stage.segment,
        co_hosts=stage.co_hosts,
        moved_to=stage.moved_to,
        reactions=reactions or {},
        warnings=warnings_seen(local(stall.now).date(), _pinned_kinds(items)),
        stopped=stopped,
        waiting=offers.waiting,
        flash=flash_seen(items, offers),
    )
    return await _livened(session, stall, frame)


async def _livened(session: AsyncSession, stall: Stall, frame: Frame) -> Frame:
    """The frame with what is played, filmed and typed in the room."""
    games = await games_of(session, stall.live, stall.now)
    picture = await picture_seen(session, stall.live, stall.now)
    return msgspec.structs.replace(frame, games=games, video=picture.video, caption=picture.caption)


async def _public_talk(
    session: AsyncSession, live: LiveSession, reader: Speaker | None
) -> tuple[Talk, StopSeen | None]:
    """What is said, and why the authority stopped it, if it did: then nothing said is public any more."""
    talk = await newest_talk(session, live.id, reader)
    stopped = None if live.state is SessionState.ON_AIR else await stop_of(session, live.id)
    if stopped is None:
        return talk, None
    return Talk([], [comment.id for comment in talk.comments] + talk.removed), stopped


def _pinned_kinds(items: list[LineUpItem]) -> list[GoodsKind]:
    return [kind for item in items if item.pinned and item.on_sale for kind in item.kinds]


def _grade() -> LateralFromClause:
    """The certificate that counts for a `Product` row: the best one in force, else the last there was."""
    holds = func.coalesce(graded(), false())
    return (
        select(
            Certificate.code.label("certificate_code"),
            Certificate.stars,
            Certificate.potential_five,
            Certificate.decision_no,
            Certificate.in_force_until,
            Certificate.status,
            holds.label("holds"),
            Certificate.sample.label("certificate_sample"),
        )
        .where(
            Certificate.registered_product_id == Product.registered_product_id,
            Certificate.status.in_(sorted(PUBLIC)),  # dossiers at work are the office's own
        )
        .order_by(holds.desc(), Certificate.stars.desc().nulls_last(), Certificate.in_force_until.desc().nulls_last())
        .limit(1)
        .lateral("grade")
    )


def _item(row: Row[Any]) -> LineUpItem:
    grade = (
        None
        if row.certificate_code is None
        else GradedItem(
            code=row.certificate_code,
            stars=row.stars,
            potential_five=row.potential_five,
            decision_no=row.decision_no,
            expires_on=row.in_force_until,
            status=row.status,
            in_force=row.holds,
            sample=row.certificate_sample,
        )
    )
    product, variant, pin = row.Product, row.Variant, row.Pin
    return LineUpItem(
        variant_id=variant.id,
        code=row.line_code,
        product_slug=product.slug,
        product_name=product.name,
        producer=row.producer,
        variant_name=variant.name,
        unit=variant.unit,
        image=product.image,
        min_age=product.min_age,
        list_price=variant.price,
        available=row.free or 0,
        on_sale=row.on_sale,
        pinned_at=None if pin is None else pin.created_at,
        campaign_id=None if pin is None else pin.campaign_id,
        price=variant.price if row.live_price is None else row.live_price,
        certificate=grade,
        quota=row.quota,
        left=row.left,
        buyer_limit=row.buyer_limit,
        kinds=kinds_of_product(product, row.group_code),
    )
