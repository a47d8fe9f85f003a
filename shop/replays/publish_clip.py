"""Publish what a replay shows of a product on the product's page, and take it back."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import NotOnSale
from shop.catalog.models import Product, Variant
from shop.catalog.queries import offers
from shop.core.actor import Actor, Role
from shop.core.audit import record_act
from shop.core.errors import Forbidden, Unauthenticated
from shop.markets.models import LiveSession
from shop.markets.run import runs
from shop.producers.models import MemberRole, ProducerMember
from shop.replays.errors import ClipTooShort, ClipUnknown, NotShownInReplay
from shop.replays.models import Clip, ClipState, Replay
from shop.replays.queries import replay_by_slug
from shop.replays.rules import ChapterKind, clip_of, nearest_still

OFFICE = frozenset({Role.OFFICER, Role.ADMIN})


async def publish_clip(session: AsyncSession, actor: Actor, slug: str, variant_id: UUID) -> Clip:
    """Have the longest showing of a variant cut for its product's page, at most 90 seconds of it.

    By its host, a co-host, its producer or an officer. Again it is the same clip, also after it was taken back.

    Raises:
        Unauthenticated, Forbidden: it is not theirs to publish.
        NotShownInReplay, ClipTooShort: there is nothing to cut.
        NotOnSale: the product may not be sold today, hence not be shown for sale.
        SessionUnknown, ReplayUnknown, ReplayBeingBuilt, ReplayGone: see `replay_by_slug`.
    """
    seen = await replay_by_slug(session, slug)
    await _allow(session, actor, seen.stall.live, variant_id)
    showings = [
        one.chapter
        for one in seen.chapters
        if one.chapter.kind is ChapterKind.PRODUCT and one.chapter.subject == variant_id
    ]
    if not showings:
        raise NotShownInReplay(field="variant")
    bounds = clip_of(seen.course, max(showings, key=lambda chapter: chapter.until - chapter.at))
    if bounds is None:
        raise ClipTooShort(field="variant")
    offer = (await offers(session, [variant_id])).get(variant_id)
    if offer is None or not offer.on_sale:
        raise NotOnSale(field="variant")
    row = {"replay_id": seen.replay.id, "variant_id": variant_id, "starts": bounds[0], "ends": bounds[1]}
    made = insert(Clip).values(
        row | {"published_by": actor.person_id, "still": nearest_still(seen.course.stills, bounds[0])}
    )
    again = made.on_conflict_do_update(
        index_elements=[Clip.replay_id, Clip.variant_id, Clip.starts],
        set_={"state": ClipState.CUTTING, "size": None, "claimed_until": None, "cleared_at": None},
        where=Clip.state == ClipState.REMOVED,
    )
    await session.execute(again)
    record_act(session, actor.person_id, "replays.publish_clip", slug, variant=str(variant_id))
    same = (Clip.replay_id == seen.replay.id, Clip.variant_id == variant_id, Clip.starts == bounds[0])
    return (await session.scalars(select(Clip).where(*same).execution_options(populate_existing=True))).one()


async def take_clip_back(session: AsyncSession, actor: Actor, clip_id: UUID) -> None:
    """Take a clip from its product's page; its file goes within a minute. Safe to repeat.

    Raises:
        ClipUnknown: there is no such clip.
        Unauthenticated, Forbidden: it is not theirs to take back.
    """
    row = (
        await session.execute(
            select(Clip.variant_id, LiveSession)
            .join(Replay, Replay.id == Clip.replay_id)
            .join(LiveSession, LiveSession.id == Replay.session_id)
            .where(Clip.id == clip_id)
        )
    ).one_or_none()
    if row is None:
        raise ClipUnknown
    variant_id, live = row
    await _allow(session, actor, live, variant_id)
    gone = await session.scalar(
        update(Clip)
        .where(Clip.id == clip_id, Clip.state != ClipState.REMOVED)
        .values(state=ClipState.REMOVED)
        .returning(Clip.id)
        .execution_options(synchronize_session=False)
    )
    if gone is not None:
        record_act(session, actor.person_id, "replays.take_clip_back", live.slug, variant=str(variant_id))


async def publishable(
    session: AsyncSession, actor: Actor, live: LiveSession, variant_ids: Collection[UUID]
) -> frozenset[UUID]:
    """The variants whose clips are theirs to publish: all for host, co-hosts and officers, a producer's own else."""
    if actor.person_id is None:
        return frozenset()
    if OFFICE & actor.roles or await runs(session, live, actor.person_id):
        return frozenset(variant_ids)
    own = await session.scalars(
        select(Variant.id)
        .join(Product, Product.id == Variant.product_id)
        .join(ProducerMember, ProducerMember.producer_id == Product.producer_id)
        .where(Variant.id.in_(variant_ids), ProducerMember.person_id == actor.person_id)
        .where(ProducerMember.role.in_((MemberRole.OWNER, MemberRole.EDITOR)))
    )
    return frozenset(own)


async def _allow(session: AsyncSession, actor: Actor, live: LiveSession, variant_id: UUID) -> None:
    if actor.person_id is None:
        raise Unauthenticated
    if not await publishable(session, actor, live, [variant_id]):
        raise Forbidden
