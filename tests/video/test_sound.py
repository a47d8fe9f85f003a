"""The sound by itself."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.video.errors import MediaBroken
from shop.video.samples import Sample, read_segment, spans
from shop.video.sound import sound_init, sound_of
from shop.video.splitter import Segment, Splitter
from shop.video.tracks import tracks_of
from tests.video.recordings import HOST, PACKETS, WIDE, made, needs_ffmpeg, probe, split

SOUND = 2  # number of the sound's track


@needs_ffmpeg
def test_ffprobe_hears_every_packet_and_sees_nothing(tmp_path: Path) -> None:
    head, segments = split(HOST)
    path = tmp_path / "sound.mp4"

    path.write_bytes(sound_init(head.data) + b"".join(sound_of(segment.data, head.data) for segment in segments))

    assert [(track.codec, track.frames) for track in probe(path)] == [("opus", PACKETS)]
    assert path.stat().st_size * 8 / 11 < 64_000


@pytest.mark.parametrize("recording", [HOST, WIDE])
def test_the_sound_of_all_segments_is_the_sound_of_the_whole(recording: bytes) -> None:
    head, segments = split(recording)

    alone = [heard(sound_of(segment.data, head.data), head.data) for segment in segments]

    assert alone == [heard(segment.data, head.data) for segment in segments]


@given(st.lists(st.integers(0, len(WIDE)), max_size=8))
def test_no_packet_is_lost_or_doubled_however_the_stream_came(cuts: list[int]) -> None:
    head, *_ = split(WIDE)
    splitter = Splitter()

    pieces = [
        piece for begin, end in pairwise([0, *sorted(cuts), len(WIDE)]) for piece in splitter.feed(WIDE[begin:end])
    ]
    segments = [piece for piece in (*pieces, *splitter.flush()) if isinstance(piece, Segment)]
    packets = [packet for each in segments for packet in heard(sound_of(each.data, head.data), head.data)]

    assert [(due, data) for due, _, data in packets] == [(due, data) for due, _, data in heard(WIDE, head.data)]


@needs_ffmpeg
def test_a_silent_head_has_no_sound(tmp_path: Path) -> None:
    source = ("-f", "lavfi", "-i", "testsrc=size=160x120:rate=24:duration=1", "-c:v", "libx264")
    head, _ = split(made(tmp_path / "silent.mp4", *source, "-movflags", "+empty_moov+default_base_moof+frag_keyframe"))

    with pytest.raises(MediaBroken):
        sound_init(head.data)


def test_what_is_no_head_or_no_segment_is_refused() -> None:
    head, segments = split(WIDE)

    with pytest.raises(MediaBroken):
        sound_init(segments[0].data)
    with pytest.raises(MediaBroken):
        sound_of(head.data[:40], head.data)
    with pytest.raises(MediaBroken):
        sound_of(segments[0].data[:-1], head.data)


def heard(segment: bytes, init: bytes) -> list[tuple[int, int, bytes]]:
    """When each packet is due, how long it lasts, its bytes."""
    packets: list[Sample] = read_segment(segment, tracks_of(init))[SOUND]
    return [(one.time, span, bytes(one.data)) for one, span in zip(packets, spans(packets), strict=True)]
