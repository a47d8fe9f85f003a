"""Moments of a session and seconds of its replay, chapters, and the bounds of clips. Pure.

Moments are ms of Unix time by the shop's clock, which names of segments, pins and comments share. A place in the
replay is ms from its beginning: where nothing was filmed, the replay goes on at once.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from shop.video.names import Piece

APART = 500  # ms between what two pieces say before a new span begins: clocks of publishers drift
SAME_SHOWING = 15_000  # ms: a product pinned anew within them (at another price) is still the same showing
SHORTEST_CLIP, LONGEST_CLIP = 10_000, 90_000  # ms
LONGEST_STRETCH = 60_000  # ms of pieces whose captions are one segment
STILL_WITHIN = 30_000  # ms a still may be away from what it stands for


class Span(msgspec.Struct, frozen=True):
    """A stretch filmed without a break."""

    start: int
    lasting: int


class WholeFile(msgspec.Struct, frozen=True):
    """One seekable file: the takes that share the head of take `take`, `lasting` ms from place `offset`; bytes."""

    take: int
    offset: int
    lasting: int
    size: int


class TakeSum(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded of a take from `start` to `end` (moments): bytes, and their SHA-256 in hex (`sums.py`)."""

    take: int
    start: int
    end: int
    pieces: int
    size: int
    sha256: str


class Course(msgspec.Struct, frozen=True):
    """What was filmed when, in order, the files it lies in, and when stills of it were taken, in order.

    Of what is held as evidence `takes` alone are left.
    """

    spans: list[Span]
    files: list[WholeFile] = msgspec.field(default_factory=list)
    stills: list[int] = msgspec.field(default_factory=list)
    takes: list[TakeSum] = msgspec.field(default_factory=list)

    @property
    def lasting(self) -> int:
        """How long the replay is, in ms."""
        return sum(span.lasting for span in self.spans)

    def place_of(self, moment: int) -> int | None:
        """Where a moment is to be seen; in a gap what follows it, before the beginning 0, after the end None."""
        before = 0
        for span in self.spans:
            if moment < span.start + span.lasting:
                return before + max(0, moment - span.start)
            before += span.lasting
        return None

    def moment_at(self, place: int) -> int:
        """When what is seen at `place` was filmed; past the end, the end."""
        for span in self.spans:
            if place < span.lasting:
                return span.start + max(0, place)
            place -= span.lasting
        last = self.spans[-1]
        return last.start + last.lasting


class ChapterKind(StrEnum):
    """What begins."""

    SEGMENT = "segment"
    PRODUCT = "product"


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """Something that begins at `at` and is over at `until` (ms of the replay); `moment` is when that was."""

    kind: ChapterKind
    subject: UUID  # a segment, or a variant
    at: int
    until: int
    moment: int


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A segment or a pinned variant from `began` to `ended` (UTC; None: to the end)."""

    kind: ChapterKind
    subject: UUID
    began: datetime
    ended: datetime | None


def ms_of(moment: datetime) -> int:
    """A moment in ms of Unix time."""
    return round(moment.timestamp() * 1000)


def on_air(pieces: Iterable[Piece], began: int, ended: int) -> list[Piece]:
    """The pieces filmed wholly while the session was on air, in order: a rehearsal is nobody's to see."""
    return sorted((piece for piece in pieces if began <= piece.start < ended), key=lambda piece: piece.number)


def spans_of(pieces: Sequence[Piece]) -> list[Span]:
    """The stretches filmed without a break; a take of its own begins none."""
    found: list[Span] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and abs(piece.start - last.start - last.lasting) <= APART:
            found[-1] = Span(last.start, last.lasting + piece.lasting)
        else:
            found.append(Span(piece.start, piece.lasting))
    return found


def stretches_of(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, those of a take that follow each other joined: each is named as the first of them, but lasts longer.

    Captions are rare: a segment of them for each second of a replay would be asked for in vain.
    """
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and _follows(last, piece) and last.lasting + piece.lasting <= LONGEST_STRETCH:
            found[-1] = last._replace(lasting=last.lasting + piece.lasting)
        else:
            found.append(piece)
    return found


def _follows(last: Piece, piece: Piece) -> bool:
    return piece.take == last.take and abs(piece.start - last.start - last.lasting) <= APART


def chapters_of(course: Course, shown: Iterable[Shown]) -> list[Chapter]:
    """What was shown, at its places, in order. What was over before the picture came, or came after it, is left out."""
    found = []
    for one in _joined(shown):
        moment = ms_of(one.began)
        at = course.place_of(moment)
        until = course.lasting if one.ended is None else course.place_of(ms_of(one.ended))
        until = course.lasting if until is None else until
        if at is not None and at < until:
            found.append(Chapter(kind=one.kind, subject=one.subject, at=at, until=until, moment=moment))
    return sorted(found, key=lambda chapter: (chapter.at, chapter.kind is ChapterKind.PRODUCT))


def _joined(shown: Iterable[Shown]) -> list[Shown]:
    """The same with showings of a subject made one where they follow each other at once."""
    latest: dict[tuple[ChapterKind, UUID], Shown] = {}
    whole: list[Shown] = []
    for one in sorted(shown, key=lambda each: each.began):
        key = (one.kind, one.subject)
        before = latest.get(key)
        if before is not None and before.ended and ms_of(one.began) - ms_of(before.ended) <= SAME_SHOWING:
            latest[key] = msgspec.structs.replace(before, ended=one.ended)
        else:
            if before is not None:
                whole.append(before)
            latest[key] = one
    return whole + list(latest.values())


def clip_of(course: Course, chapter: Chapter) -> tuple[int, int] | None:
    """From when to when a clip of a chapter is cut (moments); None where too little was filmed."""
    ends = min(max(chapter.until, chapter.at + SHORTEST_CLIP), chapter.at + LONGEST_CLIP, course.lasting)
    if ends - chapter.at < SHORTEST_CLIP:
        return None
    return course.moment_at(chapter.at), course.moment_at(ends - 1) + 1


def nearest_still(stills: Sequence[int], moment: int) -> int | None:
    """The still filmed soonest after `moment`, else the last before it; None where none is near. `stills` in order."""
    place = bisect_right(stills, moment - 1)
    after = stills[place] if place < len(stills) else None
    before = stills[place - 1] if place else None
    if after is not None and after - moment <= STILL_WITHIN:
        return after
    return before if before is not None and moment - before <= STILL_WITHIN else None
