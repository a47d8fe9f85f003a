"""A publisher's bytes become segments, however they come."""

import random
import struct
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.video.boxes import box, children
from shop.video.errors import MediaBroken
from shop.video.samples import end_of, read_segment, write_fragment
from shop.video.splitter import Bounds, Init, Segment, Splitter
from shop.video.tracks import SOUND, tracks_of
from tests.video import fuzz
from tests.video.recordings import FRAMES, HOST, PACKETS, WIDE, made, needs_ffmpeg, probe, split

BOXES = [bytes(each.data) for each in children(memoryview(HOST))]  # ftyp, moov, then moof and mdat in turn


def fed(*parts: bytes, bounds: Bounds | None = None) -> list[Init | Segment]:
    splitter = Splitter(bounds)
    return [*(out for part in parts for out in splitter.feed(part)), *splitter.flush()]


def test_a_browsers_recording_becomes_a_head_and_a_segment_a_second() -> None:
    head, segments = split(HOST)

    assert (head.codecs, head.width, head.height, head.sound) == ("avc1.42C015,opus", 180, 320, True)
    assert len(segments) == 11
    assert all(then.start - one.start == pytest.approx(one.duration, abs=0.01) for one, then in pairwise(segments))


@needs_ffmpeg
def test_ffprobe_finds_every_frame_in_the_segments(tmp_path: Path) -> None:
    head, segments = split(HOST)
    path = tmp_path / "all.mp4"

    path.write_bytes(head.data + b"".join(segment.data for segment in segments))
    picture, sound = probe(path)

    assert (picture.codec, picture.width, picture.frames) == ("h264", 180, FRAMES)
    assert (sound.codec, sound.frames) == ("opus", PACKETS)
    assert picture.lasting == pytest.approx(11.0, abs=0.05)


@pytest.mark.parametrize("recording", [HOST, WIDE])
def test_picture_and_sound_go_on_from_one_segment_to_the_next(recording: bytes) -> None:
    head, segments = split(recording)
    tracks = tracks_of(head.data)

    parts = [read_segment(segment.data, tracks) for segment in segments]
    holes = [
        (then[track][0].time - end_of(one[track])) / tracks[track].timescale
        for one, then in pairwise(parts)
        for track in tracks
    ]

    assert max(map(abs, holes)) < 0.03  # the recorder's own jitter, less than a frame


@needs_ffmpeg
def test_each_segment_plays_by_itself_after_its_head(tmp_path: Path) -> None:
    head, segments = split(WIDE)
    path = tmp_path / "one.mp4"

    found = []
    for segment in segments:
        path.write_bytes(head.data + segment.data)
        found.append(probe(path)[0])

    assert sum(each.frames for each in found) == 83
    assert [each.start for each in found] == pytest.approx([segment.start for segment in segments], abs=0.001)


def test_a_picture_of_one_frame_waits_for_the_next() -> None:
    _, segments = split(WIDE)

    assert [round(segment.duration, 1) for segment in segments] == [1.0, 0.9, 1.1, 0.2]


def test_a_publisher_that_cuts_at_key_frames_is_not_waited_for() -> None:
    splitter = Splitter()

    got = [len(list(splitter.feed(each))) for each in BOXES[:10]]

    assert got == [0, 1, 0, 0, 0, 2, 0, 1, 0, 1]


@given(st.lists(st.integers(0, len(HOST)), max_size=40))
def test_any_cutting_gives_the_same_segments(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(HOST)]

    assert fed(*(HOST[begin:end] for begin, end in pairwise(places))) == fed(HOST)


def test_single_bytes_give_the_same_segments() -> None:
    assert fed(*(WIDE[index : index + 1] for index in range(len(WIDE)))) == fed(WIDE)


@needs_ffmpeg
@pytest.mark.parametrize("lasting", ["90000", "1000000", "1700000"])
def test_fragments_of_any_length_and_frames_shown_in_another_order_are_taken(tmp_path: Path, lasting: str) -> None:
    fragments = ("-movflags", "+empty_moov+default_base_moof", "-frag_duration", lasting)
    source = ("-f", "lavfi", "-i", "testsrc=size=160x120:rate=24:duration=4", "-f", "lavfi", "-i", "sine=duration=4")
    coder = ("-c:v", "libx264", "-bf", "2", "-g", "24", "-sc_threshold", "0", "-c:a", "aac")
    recording = made(tmp_path / "in.mp4", *source, *coder, *fragments)

    head, segments = split(recording)
    path = tmp_path / "out.mp4"
    path.write_bytes(head.data + b"".join(segment.data for segment in segments))

    assert head.codecs.endswith(",mp4a.40.2")
    assert [round(segment.duration, 2) for segment in segments] == [1.0] * 4
    picture, sound = probe(path)
    assert picture.frames == 96
    assert sound.frames >= 170


def test_a_head_in_the_middle_begins_anew_and_loses_nothing() -> None:
    first, then = split(HOST), split(WIDE)

    assert fed(HOST + WIDE) == [first[0], *first[1], then[0], *then[1]]


def test_the_last_piece_comes_at_the_end_of_the_stream() -> None:
    splitter = Splitter()

    before = list(splitter.feed(WIDE))

    assert len(before) == 4
    assert [round(piece.duration, 1) for piece in splitter.flush()] == [0.2]


def test_what_comes_before_the_first_key_frame_is_left_out() -> None:
    later = BOXES[2].replace(bytes.fromhex("0000000f000001ac02000000"), bytes.fromhex("0000000f000001ac01010000"))

    out = fed(*BOXES[:2], later, *BOXES[3:])

    assert later != BOXES[2]
    assert [round(piece.start, 2) for piece in out if isinstance(piece, Segment)][:2] == [1.01, 2.06]


@pytest.mark.parametrize(
    "parts",
    [
        [BOXES[2]],  # no head
        [BOXES[1]],  # half a head
        [*BOXES[:2], BOXES[3]],  # no moof
        [*BOXES[:3], BOXES[4]],  # no mdat
        [*BOXES[:2], *BOXES[8:10], *BOXES[2:4]],  # the order turned round
        [b"\x00\x00\x00\x08junk"],
        [b"\x00\x00\x00\x04mdat"],
        [b"GET / HTTP/1.1\r\n\r\n"],
        [BOXES[0], box(b"moov", b"\x00" * 300_000)],
        [*BOXES[:2], b"\x00\x00\x00\x01mdat\x00\x00\x00\x01\x00\x00\x00\x00"],
    ],
)
def test_what_is_no_recording_is_refused(parts: list[bytes]) -> None:
    with pytest.raises(MediaBroken):
        fed(*parts, b"\x00" * 16_000_000)


def test_a_camera_that_rests_while_its_microphone_goes_on_leaves_a_hole() -> None:
    head, (first, second, *_) = split(HOST)
    resting = [later(second.data, seconds, picture=False) for seconds in range(1, 30)]

    *before, after = fed(head.data, first.data, second.data, *resting, later(second.data, 30))

    assert before == [head, first, second]
    assert isinstance(after, Segment)
    assert (after.start, after.duration) == pytest.approx((second.start + 30, second.duration))
    assert len(after.data) < len(second.data) + 30_000


def test_a_segment_without_an_end_is_refused() -> None:
    with pytest.raises(MediaBroken):
        fed(HOST, bounds=Bounds(segment=8000))
    with pytest.raises(MediaBroken):
        fed(HOST, bounds=Bounds(lasting=1.01))
    with pytest.raises(MediaBroken):
        fed(HOST, bounds=Bounds(samples=20))


@given(st.randoms(use_true_random=False))
def test_boxes_in_any_order_are_taken_or_refused(chance: random.Random) -> None:
    parts = chance.choices(BOXES, k=12)

    assert attempt(*parts) in (True, False)


@given(st.binary(max_size=200), st.integers(0, len(HOST)))
def test_random_bytes_anywhere_are_taken_or_refused(junk: bytes, place: int) -> None:
    assert attempt(HOST[:place], junk, HOST[place:]) in (True, False)


def test_a_recording_spoiled_by_chance_is_refused_or_taken_and_costs_little() -> None:
    rounds = fuzz.run(rounds=400, seed=54)

    assert {each.refused for each in rounds} == {True, False}
    assert max(each.seconds for each in rounds) < fuzz.SLOWEST
    assert max(each.went / (each.came + 1) for each in rounds) < fuzz.GREATEST


def test_samples_that_lie_over_one_another_are_refused() -> None:
    tfhd, tfdt = box(b"tfhd", struct.pack(">II", 0x020000, 1)), box(b"tfdt", bytes(8))
    place = 8 + 16 + 8 + len(tfhd + tfdt) + 100 * 24 + 8  # of what `mdat` holds, from the beginning of `moof`
    trun = box(b"trun", struct.pack(">IIiI", 0x201, 1, place, 4_000_000))
    moof = box(b"moof", box(b"mfhd", bytes(8)), box(b"traf", tfhd, tfdt, trun * 100))

    with pytest.raises(MediaBroken, match="media_broken") as refused:
        fed(*BOXES[:2], moof, box(b"mdat", bytes(4_000_000)))

    assert refused.value.why == "samples over one another"


def test_a_head_full_of_empty_boxes_is_read_at_once() -> None:
    empty = box(b"free") * 30_000
    began = time.process_time()

    with pytest.raises(MediaBroken):
        fed(*BOXES[:2], box(b"moof", box(b"traf", empty)), box(b"mdat", bytes(8)))

    assert time.process_time() - began < fuzz.SLOWEST


def later(segment: bytes, seconds: int, *, picture: bool = True) -> bytes:
    """A segment of `HOST` once more, so much later; with its sound alone if wished."""
    tracks = tracks_of(split(HOST)[0].data)
    return write_fragment(
        1,
        {
            track: [one._replace(time=one.time + seconds * tracks[track].timescale) for one in samples]
            for track, samples in read_segment(segment, tracks).items()
            if picture or tracks[track].kind == SOUND
        },
    )


def attempt(*parts: bytes) -> bool:
    """Whether all was taken. Nothing but `MediaBroken` may come out."""
    try:
        fed(*parts)
    except MediaBroken:
        return False
    return True
