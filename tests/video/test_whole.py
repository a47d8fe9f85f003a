"""One MP4 of kept segments."""

import io
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from shop.video.boxes import children
from shop.video.errors import MediaBroken
from shop.video.names import Piece
from shop.video.splitter import Segment
from shop.video.whole import Fetch, pieces_between, write_whole
from tests.video.recordings import FRAMES, HOST, PACKETS, made, needs_ffmpeg, probe, split

HEAD, SEGMENTS = split(HOST)


def bring(segments: Sequence[Segment]) -> list[Fetch]:
    return [fetch_of(segment.data) for segment in segments]


def fetch_of(data: bytes) -> Fetch:
    async def fetch() -> bytes:
        return data

    return fetch


async def write(path: Path, segments: Sequence[Segment], init: bytes = HEAD.data) -> float:
    with path.open("wb") as out:
        return await write_whole(init, bring(segments), out)


@needs_ffmpeg
async def test_ffprobe_counts_every_frame_and_packet(tmp_path: Path) -> None:
    lasting = await write(tmp_path / "whole.mp4", SEGMENTS)

    picture, sound = probe(tmp_path / "whole.mp4")

    assert (picture.frames, sound.frames) == (FRAMES, PACKETS)
    assert picture.lasting == pytest.approx(lasting, abs=0.001)
    assert sound.lasting == pytest.approx(lasting, abs=0.1)


async def test_the_index_stands_before_the_samples(tmp_path: Path) -> None:
    await write(tmp_path / "whole.mp4", SEGMENTS)

    boxes = [box.kind for box in children(memoryview((tmp_path / "whole.mp4").read_bytes()))]

    assert boxes == [b"ftyp", b"moov", b"mdat"]


@needs_ffmpeg
async def test_every_frame_is_the_one_that_was_filmed(tmp_path: Path) -> None:
    (tmp_path / "host.mp4").write_bytes(HOST)
    await write(tmp_path / "whole.mp4", SEGMENTS)

    assert picture_of(tmp_path / "whole.mp4") == picture_of(tmp_path / "host.mp4")


@needs_ffmpeg
async def test_it_plays_from_the_middle(tmp_path: Path) -> None:
    await write(tmp_path / "whole.mp4", SEGMENTS)

    from_there = picture_of(tmp_path / "whole.mp4", "-ss", "6")

    assert from_there == picture_of(tmp_path / "whole.mp4")[-len(from_there) :]
    assert len(from_there) == pytest.approx(75, abs=3)


@needs_ffmpeg
async def test_takes_with_one_head_become_one_file_without_a_gap(tmp_path: Path) -> None:
    once = await write(tmp_path / "once.mp4", SEGMENTS)
    thrice = await write(tmp_path / "thrice.mp4", SEGMENTS * 3)

    picture, sound = probe(tmp_path / "thrice.mp4")

    assert thrice == pytest.approx(3 * once)
    assert (picture.frames, sound.lasting) == (3 * FRAMES, pytest.approx(thrice, abs=0.1))


@needs_ffmpeg
async def test_a_cut_begins_with_the_key_frame_before_it(tmp_path: Path) -> None:
    pieces = [
        Piece(1, number, round(each.start * 1000), round(each.duration * 1000))
        for number, each in enumerate(SEGMENTS, 1)
    ]

    cut = pieces_between(pieces, 3500, 6000)
    await write(tmp_path / "cut.mp4", [SEGMENTS[piece.number - 1] for piece in cut])
    picture, sound = probe(tmp_path / "cut.mp4")

    assert [piece.number for piece in cut] == [4, 5, 6]
    assert picture.start == 0
    assert picture.lasting == pytest.approx(6.285 - 3.118, abs=0.05)
    assert sound.lasting == pytest.approx(picture.lasting, abs=0.1)


@needs_ffmpeg
async def test_frames_shown_in_another_order_stay_so(tmp_path: Path) -> None:
    source = ("-f", "lavfi", "-i", "testsrc=size=160x120:rate=24:duration=3", "-f", "lavfi", "-i", "sine=duration=3")
    coder = ("-c:v", "libx264", "-bf", "2", "-g", "24", "-sc_threshold", "0", "-c:a", "aac")
    head, segments = split(
        made(tmp_path / "in.mp4", *source, *coder, "-movflags", "+frag_keyframe+empty_moov+default_base_moof")
    )

    await write(tmp_path / "out.mp4", segments, head.data)

    assert probe(tmp_path / "out.mp4")[0].frames == 72
    assert picture_of(tmp_path / "out.mp4") == picture_of(tmp_path / "in.mp4")


async def test_what_has_another_head_or_is_nothing_is_refused() -> None:
    with pytest.raises(MediaBroken):
        await write_whole(HEAD.data, [], io.BytesIO())
    with pytest.raises(MediaBroken):
        await write_whole(SEGMENTS[0].data, bring(SEGMENTS), io.BytesIO())
    with pytest.raises(MediaBroken):
        await write_whole(HEAD.data, [fetch_of(HEAD.data)], io.BytesIO())


async def test_one_segment_at_a_time_is_held() -> None:
    asked: list[int] = []

    def fetch_number(number: int) -> Fetch:
        async def fetch() -> bytes:
            asked.append(number)
            return SEGMENTS[number].data

        return fetch

    await write_whole(HEAD.data, [fetch_number(number) for number in range(4)], io.BytesIO())

    assert asked == [0, 1, 2, 3] * 2


def picture_of(path: Path, *before: str) -> list[str]:
    """The checksum of each frame of the picture, decoded, in the order it is shown."""
    command = ["ffmpeg", "-v", "error", *before, "-i", str(path), "-map", "0:v", "-vsync", "passthrough"]
    said = subprocess.run([*command, "-f", "framemd5", "-"], capture_output=True, text=True, check=True)
    return [line.rpartition(",")[2].strip() for line in said.stdout.splitlines() if not line.startswith("#")]
