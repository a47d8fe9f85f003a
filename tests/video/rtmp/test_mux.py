"""Tags become fragments: times go round and jump, heads change, and nothing without a key frame is kept for long."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.video.errors import CodecNotTaken, KeyFramesFar, MediaBroken
from shop.video.rtmp.aac import Hearing, read_hearing
from shop.video.rtmp.avc import read_size
from shop.video.rtmp.chunks import Kind, Message
from shop.video.rtmp.mux import Bounds, Muxer
from shop.video.rtmp.tags import Frame, PictureHead, Sound, SoundHead, read_tag
from shop.video.rtmp.timeline import Timeline
from shop.video.splitter import Init, Segment, Splitter

# what x264 wrote of 320 × 180 and 1920 × 1080 (which is cropped), and ffmpeg's AAC
SMALL = bytes.fromhex("0164000cffe1001a6764000cacd941419f9f011000000300100000030320f142996001000668ebe3cb22c0fdf8f800")
WIDE = bytes.fromhex("01640028ffe1001b67640028acd940780227e5c044000003000400000300c83c60c65801000668ebe3cb22c0fdf8f800")
STEREO = bytes.fromhex("1190")


def muxed(tags, bounds=None):
    """The segments of `tags`, and their heads."""
    muxer, splitter = Muxer(bounds), Splitter()
    pieces = [piece for tag in tags for piece in muxer.feed(tag)] + list(muxer.finish())
    return [*(found for piece in pieces for found in splitter.feed(piece)), *splitter.flush()]


def seconds(count, *, start=0, sound=True):
    """A picture of 25 frames a second with a key frame each second, and its sound."""
    for at in range(0, count * 1000, 40):
        yield Frame((start + at) % (1 << 32), 0, at % 1000 == 0, b"frame")
        if sound:
            yield Sound((start + at) % (1 << 32), b"sound")


def segments(found):
    return [(one.start, one.duration) for one in found if isinstance(one, Segment)]


def test_times_go_round_without_anybody_noticing():
    found = muxed([PictureHead(SMALL), SoundHead(STEREO), *seconds(3, start=(1 << 32) - 1500)])

    assert [start for start, _ in segments(found)] == [0.0, 1.0, 2.0]


def test_jump_of_an_encoder_is_closed():
    found = muxed([PictureHead(SMALL), *seconds(2, sound=False), *seconds(1, start=86_400_000, sound=False)])

    assert [start for start, _ in segments(found)] == [0.0, 1.0, 2.0]


@given(st.lists(st.integers(0, (1 << 32) - 1), min_size=1, max_size=50))
def test_line_never_leaps(times):
    line = Timeline()

    places = [line.at(said) for said in times]

    assert places[0] == 0
    assert all(-2_000 <= after - before <= 15_000 for before, after in pairwise(places))


def test_new_head_begins_anew():
    tags = [PictureHead(SMALL), *seconds(2, sound=False), PictureHead(WIDE), *seconds(2, start=2000, sound=False)]

    heads = [(one.width, one.height, one.sound) for one in muxed(tags) if isinstance(one, Init)]

    assert heads == [(320, 180, False), (1920, 1080, False)]


def test_sound_that_comes_later_is_told_by_a_new_head():
    tags = [PictureHead(SMALL), *seconds(2, sound=False), SoundHead(STEREO), *seconds(2, start=2000)]

    heads = [one.sound for one in muxed(tags) if isinstance(one, Init)]

    assert heads == [False, True]


def test_what_precedes_the_first_key_frame_is_left_out():
    tags = [PictureHead(SMALL), Frame(0, 0, False, b"other"), *seconds(1, start=40, sound=False)]

    found = muxed(tags)

    assert segments(found) == [(0.0, 1.0)]


@pytest.mark.parametrize("bounds", [Bounds(lasting=900), Bounds(size=100), Bounds(pieces=20)])
def test_picture_without_key_frames_is_refused(bounds):
    tags = [PictureHead(SMALL), *(Frame(at, 0, at == 0, b"frame") for at in range(0, 4000, 40))]

    with pytest.raises(KeyFramesFar):
        muxed(tags, bounds)


@pytest.mark.parametrize("body", [b"\x12\x00", b"\x97avc1", b"\x22abc"])
def test_picture_of_another_kind_is_refused(body):
    with pytest.raises(CodecNotTaken):
        read_tag(Message(Kind.PICTURE, 0, 1, body))


@pytest.mark.parametrize("body", [b"\x2f\x00abc", b"\x9fmp4a"])
def test_sound_of_another_kind_is_refused(body):
    with pytest.raises(CodecNotTaken):
        read_tag(Message(Kind.SOUND, 0, 1, body))


@given(st.sampled_from([Kind.PICTURE, Kind.SOUND]), st.binary(max_size=80))
def test_tags_of_strangers_are_read_or_refused(kind, body):
    muxer = Muxer()
    try:
        tag = read_tag(Message(kind, 0, 1, body))
        assert tag is None or list(muxer.feed(tag)) == []
    except (MediaBroken, CodecNotTaken):
        return


@given(st.binary(max_size=60))
def test_heads_of_strangers_are_read_or_refused(data):
    for read in (read_size, lambda data: read_size(SMALL[:9] + data), read_hearing):
        try:
            read(data)
        except (MediaBroken, CodecNotTaken):
            continue


def test_late_pictures_are_shown_late():
    tag = read_tag(Message(Kind.PICTURE, 40, 1, b"\x27\x01\xff\xff\xd8data"))

    assert tag == Frame(40, -40, False, b"data")


def test_head_of_sound_says_rate_and_channels():
    heard = [read_hearing(bytes.fromhex(said)) for said in ("1190", "1208", "1210")]

    assert heard == [Hearing(48_000, 2), Hearing(44_100, 1), Hearing(44_100, 2)]
