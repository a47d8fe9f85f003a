"""Reads of replays: which there are, what they show, what was said while it was filmed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.models import Caption as Typed
from shop.broadcast.queries import captions_of
from shop.catalog.models import Product, Variant
from shop.catalog.queries import sale_predicate
from shop.conduct.queries import stop_of
from shop.inventory.queries import available
from shop.livestream.models import Comment, Pin
from shop.livestream.queries import line_up, seen
from shop.livestream.room import CommentSeen, LineUpItem
from shop.livestream.speaker import shown_to
from shop.markets.models import LineUp, LiveSession
from shop.markets.queries import Stall, stall_by_slug
from shop.programme.models import Segment, SegmentTurn
from shop.replays.errors import ReplayBeingBuilt, ReplayGone, ReplayUnknown
from shop.replays.models import Clip, ClipState, Replay, ReplayState
from shop.replays.remove import stopped
from shop.replays.rules import Chapter, ChapterKind, Course, Shown, chapters_of, ms_of
from shop.video.subtitles import Line
from shop.video.vtt import Caption

TALK = 200  # comments in one answer


class Titled(msgspec.Struct, frozen=True, kw_only=True):
    """A chapter with its name."""

    chapter: Chapter
    title: str


class ReplaySeen(msgspec.Struct, frozen=True, kw_only=True):
    """A replay with its session, its chapters, the goods of its line-up with what is `free` of them today.

    `captioned`: its host typed lines for who cannot hear.
    """

    replay: Replay
    stall: Stall
    course: Course
    chapters: Sequence[Titled]
    goods: Sequence[LineUpItem]
    free: Mapping[UUID, int]
    captioned: bool


def watchable() -> ColumnElement[bool]:
    """Whether a `Replay` row may be seen by everybody."""
    return (Replay.state == ReplayState.READY) & ~stopped()


async def state_of(session: AsyncSession, live: LiveSession) -> Replay | None:
    """The replay of a session as it stands; None where there is none, or the authority stopped it."""
    if await stop_of(session, live.id) is not None:
        return None
    found: Replay | None = await session.scalar(
        select(Replay).where(Replay.session_id == live.id).execution_options(populate_existing=True)
    )
    return found


async def replay_by_slug(session: AsyncSession, slug: str) -> ReplaySeen:
    """The replay of the session at this address, in some nine statements.

    Raises:
        SessionUnknown: no session has this address.
        ReplayUnknown, ReplayBeingBuilt, ReplayGone: there is nothing to see.
    """
    stall = await stall_by_slug(session, slug)
    replay = await state_of(session, stall.live)
    if replay is None or replay.state is ReplayState.EMPTY:
        raise ReplayUnknown
    if replay.state is ReplayState.BUILDING:
        raise ReplayBeingBuilt(extra={"progress": replay.progress})
    if replay.state is not ReplayState.READY:
        raise ReplayGone
    course = msgspec.convert(replay.course, Course)
    goods = await line_up(session, stall.live)
    return ReplaySeen(
        replay=replay,
        stall=stall,
        course=course,
        chapters=await _chapters(session, stall.live, course, goods),
        goods=goods,
        free=await _free(session, [item.variant_id for item in goods]),
        captioned=bool(await captions_of(session, stall.live.id)),
    )


async def stands_in_place(session: AsyncSession, session_id: UUID) -> bool:
    """Whether a session's film is its replay's to show, or to keep back: it is built, or was closed. One statement."""
    settled = select(Replay.id).where(Replay.session_id == session_id, Replay.state != ReplayState.BUILDING)
    return await session.scalar(settled) is not None


class OpenReplay(msgspec.Struct, frozen=True, kw_only=True):
    """A replay everybody may see, of a session on air from `began` to `ended` (ms of Unix time)."""

    session_id: UUID
    course: Course
    began: int
    ended: int


async def open_replay(session: AsyncSession, slug: str) -> OpenReplay:
    """What addresses of files ask: the replay of a session, if it may be seen. One statement.

    Raises:
        ReplayUnknown: there is nothing to see, for whatever reason.
    """
    row = (
        await session.execute(
            select(Replay.session_id, Replay.course, LiveSession.started_at, LiveSession.ended_at)
            .join(LiveSession, LiveSession.id == Replay.session_id)
            .where(LiveSession.slug == slug, watchable())
        )
    ).one_or_none()
    if row is None or row[2] is None or row[3] is None:
        raise ReplayUnknown
    course = msgspec.convert(row[1], Course)
    return OpenReplay(session_id=row[0], course=course, began=ms_of(row[2]), ended=ms_of(row[3]))


async def lines_of(session: AsyncSession, found: OpenReplay, since: float) -> list[Caption]:
    """What the host of a replay typed for who cannot hear, in seconds from its second `since` on."""
    typed = await _typed(session, found)
    return [Caption(at / 1000 - since, at / 1000 - since + one.seconds, one.text) for at, one in typed]


async def moments_of(session: AsyncSession, found: OpenReplay) -> list[Line]:
    """The same by when they are to be seen: what was typed while nothing was filmed, with what follows."""
    placed = [(found.course.moment_at(at), one) for at, one in await _typed(session, found)]
    return [Line(moment, moment + one.seconds * 1000, one.text) for moment, one in placed]


async def replayed(session: AsyncSession, slugs: Collection[str]) -> frozenset[str]:
    """Those of the sessions that have a replay to see."""
    if not slugs:
        return frozenset()
    found = await session.scalars(
        select(LiveSession.slug)
        .join(Replay, Replay.session_id == LiveSession.id)
        .where(LiveSession.slug.in_(slugs), watchable())
    )
    return frozenset(found)


async def replays_of_producer(session: AsyncSession, producer_id: UUID, most: int = 6) -> list[LiveSession]:
    """The newest sessions with a replay to see in whose line-up something of this producer stands."""
    shown = (
        select(LineUp.session_id)
        .join(Variant, Variant.id == LineUp.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Product.producer_id == producer_id)
    )
    found = await session.scalars(
        select(LiveSession)
        .join(Replay, Replay.session_id == LiveSession.id)
        .where(watchable(), LiveSession.id.in_(shown))
        .order_by(LiveSession.started_at.desc(), LiveSession.id)
        .limit(most)
    )
    return list(found)


async def talk_from(session: AsyncSession, slug: str, place: int) -> list[tuple[int, CommentSeen]]:
    """What was said from `place` (ms) of the replay on, with its places; never what was hidden or in the shadow.

    Raises:
        ReplayUnknown: there is nothing to see.
    """
    found = await open_replay(session, slug)
    course = found.course
    since = datetime.fromtimestamp(course.moment_at(place) / 1000, UTC)
    said = await session.scalars(
        select(Comment)
        .where(Comment.session_id == found.session_id, Comment.created_at >= since, shown_to(None))
        .order_by(Comment.created_at, Comment.id)
        .limit(TALK)
    )
    placed = ((course.place_of(ms_of(one.created_at)), one) for one in said)
    return [(at, seen(one)) for at, one in placed if at is not None]


class ClipSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A clip with the session it comes from, and the ms of film it has."""

    clip: Clip
    lasting: int
    session_id: UUID
    slug: str
    title: str


async def clips_of_product(session: AsyncSession, product_id: UUID, most: int = 6) -> list[ClipSeen]:
    """The newest clips of a product that may be sold today, one for each session. One statement."""
    return await _clips(session, most, Variant.product_id == product_id, Variant.active.is_(True), sale_predicate())


async def clip_by_id(session: AsyncSession, clip_id: UUID) -> ClipSeen | None:
    """A clip everybody may see; None: there is none, or its goods may not be sold today."""
    found = await _clips(session, 1, Clip.id == clip_id, Variant.active.is_(True), sale_predicate())
    return found[0] if found else None


async def clips_of_replay(session: AsyncSession, replay_id: UUID) -> list[Clip]:
    """The clips of a replay that were not taken back, for those who publish them."""
    mine = (Clip.replay_id == replay_id, Clip.state != ClipState.REMOVED)
    return list(await session.scalars(select(Clip).where(*mine).order_by(Clip.starts)))


async def _clips(session: AsyncSession, most: int, *which: ColumnElement[bool]) -> list[ClipSeen]:
    rows = await session.execute(
        select(Clip, Replay.course, LiveSession.id, LiveSession.slug, LiveSession.title)
        .join(Replay, Replay.id == Clip.replay_id)
        .join(LiveSession, LiveSession.id == Replay.session_id)
        .join(Variant, Variant.id == Clip.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Clip.state == ClipState.READY, watchable(), *which)
        .order_by(Clip.id.desc())
        .limit(most)
    )
    return [
        ClipSeen(clip=clip, lasting=_lasting(clip, course), session_id=session_id, slug=slug, title=title)
        for clip, course, session_id, slug, title in rows
    ]


async def _typed(session: AsyncSession, found: OpenReplay) -> list[tuple[int, Typed]]:
    """What the host typed on air, each with its place in the replay."""
    typed = [one for one in await captions_of(session, found.session_id) if ms_of(one.created_at) >= found.began]
    placed = ((found.course.place_of(ms_of(one.created_at)), one) for one in typed)
    return [(at, one) for at, one in placed if at is not None]


def _lasting(clip: Clip, course: object) -> int:
    whole = msgspec.convert(course, Course)
    return (whole.place_of(clip.ends - 1) or 0) - (whole.place_of(clip.starts) or 0) + 1


async def _chapters(
    session: AsyncSession, live: LiveSession, course: Course, goods: Sequence[LineUpItem]
) -> list[Titled]:
    pins = await session.execute(
        select(Pin.variant_id, Pin.created_at, Pin.unpinned_at).where(Pin.session_id == live.id)
    )
    shown = [Shown(kind=ChapterKind.PRODUCT, subject=pin[0], began=pin[1], ended=pin[2]) for pin in pins]
    turns = (
        await session.execute(
            select(SegmentTurn.segment_id, SegmentTurn.created_at, Segment.title)
            .outerjoin(Segment, Segment.id == SegmentTurn.segment_id)
            .where(SegmentTurn.session_id == live.id)
            .order_by(SegmentTurn.number)
        )
    ).all()
    ends = [*(turn[1] for turn in turns[1:]), live.ended_at]
    shown += [
        Shown(kind=ChapterKind.SEGMENT, subject=segment_id, began=began, ended=ended)
        for (segment_id, began, _), ended in zip(turns, ends, strict=False)
        if segment_id is not None
    ]
    names = {item.variant_id: item.name for item in goods} | {turn[0]: turn[2] for turn in turns if turn[0]}
    return [
        Titled(chapter=chapter, title=names[chapter.subject])
        for chapter in chapters_of(course, shown)
        if chapter.subject in names
    ]


async def _free(session: AsyncSession, variants: Collection[UUID]) -> dict[UUID, int]:
    places = await available(session, variants)
    return {variant: sum(place.available for place in places[variant]) for variant in variants}
