"""Replays and clips as programs see them. Times on the replay are seconds from its beginning, amounts đồng."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from shop.core.text import Body, Reason
from shop.livestream.room import AtPlace, CertificateSeen, LineUpItem, Named
from shop.replays.models import Clip, ClipState
from shop.replays.queries import ClipSeen, ReplaySeen, Titled
from shop.replays.rules import ChapterKind, nearest_still


class RemoveBody(Body):
    """Why a replay is removed; it stands in the audit log."""

    reason: Reason


class ClipBody(Body):
    """The variant whose longest showing is cut."""

    variant: UUID


class ReplayFile(msgspec.Struct, frozen=True, kw_only=True):
    """A seekable file with `seconds` of the replay from `at` on."""

    url: str
    at: float
    seconds: float


class ChapterShown(msgspec.Struct, frozen=True, kw_only=True):
    """What begins at `at`: a segment of the run of show, or a product that was pinned; `still` shows the moment."""

    kind: ChapterKind
    subject: UUID
    title: str
    at: float
    until: float
    still: str | None


class GoodShown(msgspec.Struct, frozen=True, kw_only=True):
    """A product of the session as it is sold today: `price` is today's list price, null stars: not on sale."""

    variant: UUID
    code: str
    product_slug: str
    name: str
    price: int
    unit: str
    available: int
    image: str
    min_age: int | None
    on_sale: bool
    certificate: CertificateSeen | None


class ReplayShown(msgspec.Struct, frozen=True, kw_only=True):
    """A session's replay: its playlist, its files, chapters at their true times, and goods at today's price.

    `stream` is the playlist of playlists, with captions, for programs that play it by themselves.
    """

    slug: str
    title: str
    host: Named
    place: AtPlace
    filmed_at: datetime
    seconds: float
    playlist: str
    stream: str
    files: list[ReplayFile]
    poster: str | None
    captions: str | None
    chapters: list[ChapterShown]
    goods: list[GoodShown]
    sample: bool

    @classmethod
    def of(cls, found: ReplaySeen) -> "ReplayShown":
        """The replay as it is shown."""
        stall, course = found.stall, found.course
        slug = stall.live.slug
        return cls(
            slug=slug,
            title=stall.live.title,
            host=Named(stall.host_name),
            place=AtPlace(stall.place_slug, stall.place_name),
            filmed_at=stall.live.started_at or stall.live.starts_at,
            seconds=_seconds(course.lasting),
            playlist=f"/replays/{slug}/whole.m3u8",
            stream=f"/replays/{slug}/main.m3u8",
            files=[
                ReplayFile(
                    url=f"/replays/{slug}/whole/{one.take}.mp4", at=_seconds(one.offset), seconds=_seconds(one.lasting)
                )
                for one in course.files
            ],
            poster=still_address(slug, course.stills[0]) if course.stills else None,
            captions=f"/replays/{slug}/captions.vtt" if found.captioned else None,
            chapters=[_chapter(slug, course.stills, one) for one in found.chapters],
            goods=[_good(item, found.free.get(item.variant_id, 0)) for item in found.goods],
            sample=stall.live.sample,
        )


class LineSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Something said at `at`; names are cut short and phone numbers covered, as in the room."""

    id: UUID
    at: float
    name: str
    text: str
    order: bool


class TalkShown(msgspec.Struct, frozen=True):
    """What was said, in order; `next`: from where there is more (null: that was all)."""

    lines: list[LineSaid]
    next: float | None


class ClipShown(msgspec.Struct, frozen=True, kw_only=True):
    """A clip of a product: a short MP4 from a session's replay."""

    id: UUID
    url: str
    poster: str | None
    seconds: float
    session: str
    title: str

    @classmethod
    def of(cls, found: ClipSeen) -> "ClipShown":
        """The clip as it is shown."""
        clip = found.clip
        return cls(
            id=clip.id,
            url=f"/clips/{clip.id}.mp4",
            poster=None if clip.still is None else still_address(found.slug, clip.still),
            seconds=_seconds(found.lasting),
            session=found.slug,
            title=found.title,
        )


class ClipMade(msgspec.Struct, frozen=True):
    """A clip as who published it sees it."""

    id: UUID
    state: ClipState

    @classmethod
    def of(cls, clip: Clip) -> "ClipMade":
        """The clip and how far it has come."""
        return cls(clip.id, clip.state)


class ClipList(msgspec.Struct, frozen=True):
    """The clips of a product, the newest first."""

    items: Annotated[list[ClipShown], Meta(max_length=6)]


def still_address(slug: str, moment: int) -> str:
    """Where a still of a replay is to be had."""
    return f"/replays/{slug}/stills/{moment:013d}.jpg"


def _chapter(slug: str, stills: list[int], one: Titled) -> ChapterShown:
    chapter = one.chapter
    still = nearest_still(stills, chapter.moment)
    return ChapterShown(
        kind=chapter.kind,
        subject=chapter.subject,
        title=one.title,
        at=_seconds(chapter.at),
        until=_seconds(chapter.until),
        still=None if still is None else still_address(slug, still),
    )


def _good(item: LineUpItem, free: int) -> GoodShown:
    return GoodShown(
        variant=item.variant_id,
        code=item.code,
        product_slug=item.product_slug,
        name=item.name,
        price=item.list_price,
        unit=item.unit,
        available=free if item.on_sale else 0,
        image=item.image,
        min_age=item.min_age,
        on_sale=item.on_sale,
        certificate=item.certificate.seen() if item.on_sale and item.certificate else None,
    )


def _seconds(ms: int) -> float:
    return round(ms / 1000, 1)
