"""ffmpeg publishes as OBS does; what is made of it is decoded again."""

import json
import subprocess
import time

import pytest

from shop.video.rtmp.gate import Parting
from shop.video.splitter import Init, Segment, Splitter
from tests.video.rtmp.filming import OneKey, film, made, needs_ffmpeg, open_port, send

pytestmark = needs_ffmpeg


def probed(path):
    """Codec, rate and decoded frames of each track, and all that ffprobe complains of."""
    shown = "stream=codec_name,sample_rate,channels,nb_read_frames,start_time"
    done = subprocess.run(
        ["ffprobe", "-v", "warning", "-count_frames", "-show_entries", shown, "-of", "json", path],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return json.loads(done.stdout)["streams"], done.stderr


def split(pieces):
    splitter = Splitter()
    return [*(found for piece in pieces for found in splitter.feed(piece)), *splitter.flush()]


@pytest.mark.parametrize(
    ("rate", "channels", "between"), [(48_000, 2, 0), (44_100, 1, 0), (44_100, 2, 2), (48_000, 1, 2)]
)
async def test_film_arrives_whole_and_decodes_without_complaint(tmp_path, rate, channels, between):
    source = film(tmp_path / "film.flv", rate=rate, channels=channels, between=between)
    gate = OneKey()

    async with open_port(gate) as port:
        publisher = await send(port, source)
        _, said = await publisher.communicate()
        kept = await gate.sink()
    (tmp_path / "out.mp4").write_bytes(b"".join(kept.pieces))
    (picture, sound), complaints = probed(tmp_path / "out.mp4")

    assert (publisher.returncode, said, complaints, kept.parting) == (0, b"", "", Parting.LEFT)
    assert (picture["codec_name"], picture["nb_read_frames"]) == ("h264", "100")
    assert (sound["codec_name"], sound["sample_rate"], sound["channels"]) == ("aac", str(rate), channels)
    assert int(sound["nb_read_frames"]) >= 4 * rate // 1024 - 3  # what precedes the first picture is left out
    assert abs(float(picture["start_time"]) - float(sound["start_time"])) < 0.1


async def test_each_second_is_a_segment_with_its_key_frame(tmp_path):
    source = film(tmp_path / "film.flv", between=2)
    gate = OneKey()

    async with open_port(gate) as port:
        await (await send(port, source)).communicate()
        kept = await gate.sink()
    head, *segments = split(kept.pieces)

    assert isinstance(head, Init)
    assert (head.width, head.height, head.sound, head.codecs.partition(",")[2]) == (320, 180, True, "mp4a.40.2")
    assert [one.start for one in segments if isinstance(one, Segment)] == [0.0, 1.0, 2.0, 3.0]


async def test_wrong_key_is_refused_in_words_the_encoder_shows(tmp_path):
    source = film(tmp_path / "film.flv", seconds=1)
    gate = OneKey()

    async with open_port(gate) as port:
        publisher = await send(port, source, query="key=wrong")
        _, said = await publisher.communicate()

    assert publisher.returncode != 0
    assert "Server error: Luồng hình không đọc được." in said.decode()
    assert (gate.sinks.empty(), [(wish.app, wish.name) for wish in gate.wishes]) == (True, [("live", "phien-2")])


async def test_picture_of_another_kind_is_refused_in_words(tmp_path):
    source = made(
        tmp_path / "film.flv", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "2", "-c:v", "flv1"
    )
    gate = OneKey()

    async with open_port(gate, last_word=0.3) as port:
        publisher = await send(port, source)
        await publisher.communicate()
        kept = await gate.sink()

    assert (kept.parting, kept.pieces) == (Parting.BROKEN, [])


async def test_publisher_that_is_killed_leaves_what_it_had_sent_and_may_come_again(tmp_path):
    source = film(tmp_path / "film.flv", seconds=20)
    gate = OneKey()

    async with open_port(gate) as port:
        first = await send(port, source)
        lost = await gate.sink(pieces=3)
        first.kill()
        await first.communicate()
        await lost.done.wait()
        second = await send(port, film(tmp_path / "again.flv", seconds=2))
        await second.communicate()
        again = await gate.sink()

    assert (lost.parting, again.parting) == (Parting.LOST, Parting.LEFT)
    assert len(split(lost.pieces)) >= 3  # the run that was open when it died is there as well
    assert isinstance(split(again.pieces)[0], Init)


async def test_publisher_whose_key_is_taken_back_is_gone_within_two_seconds(tmp_path):
    source = film(tmp_path / "film.flv", seconds=20)
    gate = OneKey()

    async with open_port(gate) as port:
        publisher = await send(port, source)
        kept = await gate.sink(pieces=1)
        kept.over = True
        began = time.monotonic()
        await kept.done.wait()
        took = time.monotonic() - began
        await publisher.communicate()

    assert publisher.returncode != 0
    assert kept.parting in {Parting.BROKEN, Parting.OVER}
    assert took < 4  # a second until it is looked at, two for the last word; a busy machine
