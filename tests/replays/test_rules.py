"""Moments and places, chapters, bounds of clips."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shop.replays.rules import (
    LONGEST_CLIP,
    SHORTEST_CLIP,
    Chapter,
    ChapterKind,
    Course,
    Shown,
    Span,
    chapters_of,
    clip_of,
    nearest_still,
    on_air,
    spans_of,
    stretches_of,
)
from shop.video.names import Piece

T = 1_764_000_000_000
TEA, HONEY, OPENING = UUID(int=1), UUID(int=2), UUID(int=3)


def at(ms):
    return datetime.fromtimestamp((T + ms) / 1000, UTC)


def shown(subject, began, ended, kind=ChapterKind.PRODUCT):
    return Shown(kind=kind, subject=subject, began=at(began), ended=None if ended is None else at(ended))


courses = st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 600_000)), min_size=1, max_size=8).map(
    lambda steps: Course([Span(*pair) for pair in laid(steps)])
)


def laid(steps):
    start, spans = T, []
    for gap, lasting in steps:
        spans.append((start + gap, lasting))
        start += gap + lasting
    return spans


def test_only_what_was_filmed_on_air_is_kept_in_the_order_of_its_numbers():
    pieces = [Piece(1, 3, T + 2000, 1000), Piece(1, 1, T - 1, 1000), Piece(1, 2, T, 1000), Piece(2, 4, T + 9000, 1000)]

    kept = on_air(pieces, T, T + 9000)

    assert [piece.number for piece in kept] == [2, 3]


def test_pieces_that_follow_each_other_are_one_span_also_over_two_takes():
    pieces = [Piece(1, 1, T, 1000), Piece(1, 2, T + 1040, 1000), Piece(2, 3, T + 2100, 900), Piece(2, 4, T + 9000, 500)]

    assert spans_of(pieces) == [Span(T, 2900), Span(T + 9000, 500)]


@given(courses, st.integers(0, 6_000_000))
def test_a_place_leads_to_its_moment_and_back(course, place):
    moment = course.moment_at(place)

    assert course.place_of(moment) == (place if place < course.lasting else None)


@given(courses, st.integers(-1000, 7_000_000), st.integers(0, 100_000))
def test_what_is_later_is_never_seen_earlier(course, offset, more):
    first, then = course.place_of(T + offset), course.place_of(T + offset + more)

    assert then is None or (first is not None and first <= then)


def test_a_stretch_is_of_one_take_without_a_break_and_at_most_a_minute():
    pieces = [Piece(1, n, 1000 * n, 1000) for n in range(1, 71)]
    pieces += [Piece(1, 71, 90_000, 1000), Piece(2, 72, 91_000, 1000), Piece(2, 73, 92_000, 500)]

    stretches = stretches_of(pieces)

    assert stretches == [
        Piece(1, 1, 1000, 60_000),
        Piece(1, 61, 61_000, 10_000),
        Piece(1, 71, 90_000, 1000),
        Piece(2, 72, 91_000, 1500),
    ]


def test_chapters_stand_at_their_true_times_and_a_gap_is_jumped():
    course = Course([Span(T, 10_000), Span(T + 60_000, 10_000)])
    told = [
        shown(HONEY, 30_000, 65_000),
        shown(TEA, 2_000, 8_000),
        shown(OPENING, -5_000, 20_000, ChapterKind.SEGMENT),
        shown(TEA, 90_000, None),
    ]

    chapters = chapters_of(course, told)

    assert [(one.subject, one.at, one.until) for one in chapters] == [
        (OPENING, 0, 10_000),
        (TEA, 2_000, 8_000),
        (HONEY, 10_000, 15_000),
    ]


def test_a_product_pinned_anew_at_another_price_is_one_showing():
    course = Course([Span(T, 120_000)])

    chapters = chapters_of(course, [shown(TEA, 0, 20_000), shown(TEA, 20_050, 50_000), shown(TEA, 90_000, None)])

    assert [(one.at, one.until) for one in chapters] == [(0, 50_000), (90_000, 120_000)]


@given(courses, st.integers(0, 5_000_000), st.integers(1, 5_000_000))
def test_a_clip_is_bounded_and_lies_within_what_was_filmed(course, place, lasting):
    if place >= course.lasting:
        return
    chapter = Chapter(
        kind=ChapterKind.PRODUCT,
        subject=TEA,
        at=place,
        until=min(place + lasting, course.lasting),
        moment=course.moment_at(place),
    )

    bounds = clip_of(course, chapter)

    if bounds is None:
        assert course.lasting - place < SHORTEST_CLIP
    else:
        starts, ends = (course.place_of(bounds[0]), course.place_of(bounds[1] - 1))
        assert SHORTEST_CLIP <= ends - starts + 1 <= LONGEST_CLIP


def test_the_nearest_still_follows_the_moment_where_there_is_one():
    stills = [T, T + 10_000, T + 20_000]

    found = [nearest_still(stills, T + ms) for ms in (0, 1, 15_000, 25_000, 60_000)]

    assert found == [T, T + 10_000, T + 20_000, T + 20_000, None]
    assert nearest_still([], T) is None


def test_moments_are_read_to_the_millisecond():
    course = Course([Span(T, 1000)])

    chapters = chapters_of(course, [shown(TEA, 250, None)])

    assert chapters[0].moment == T + 250
    assert at(250) - at(0) == timedelta(milliseconds=250)
