"""Recordings of a real browser, and what others' programs say of video.

Both are Chromium's MediaRecorder (version 156) of a canvas and an oscillator, key frames asked for each second, written
each 200 ms. In `WIDE` the encoder made a picture of one frame's length of its own accord.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from shop.video.splitter import Init, Segment, Splitter

HOST = Path(__file__).with_name("host.mp4").read_bytes()  # 180 × 320, 15 frames a second, 11 s
WIDE = Path(__file__).with_name("wide.mp4").read_bytes()  # 320 × 180, about 26 frames a second, 3 s
FRAMES, PACKETS = 165, 182  # of HOST

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffprobe") is None, reason="Debian's ffmpeg is not installed")


class Probed(NamedTuple):
    """A track as ffprobe sees it after it decoded all of it; times in seconds."""

    codec: str
    width: int
    frames: int
    start: float
    lasting: float


def split(recording: bytes) -> tuple[Init, list[Segment]]:
    """A recording with one head, taken apart in one go."""
    splitter = Splitter()
    head, *segments = [*splitter.feed(recording), *splitter.flush()]
    assert isinstance(head, Init)
    return head, [segment for segment in segments if isinstance(segment, Segment)]


def probe(path: Path) -> list[Probed]:
    """The tracks of a file, every frame decoded; that ffprobe has nothing to complain of is asserted here."""
    asked = "stream=codec_name,width,nb_read_frames,start_time,duration"
    said = _run("ffprobe", "-v", "warning", "-count_frames", "-show_entries", asked, "-of", "json", path)
    return [
        Probed(
            track["codec_name"],
            track.get("width", 0),
            int(track["nb_read_frames"]),
            float(track["start_time"]),
            float(track["duration"]),
        )
        for track in json.loads(said)["streams"]
    ]


def made(target: Path, *options: str | Path) -> bytes:
    """What ffmpeg writes with these options."""
    _run("ffmpeg", "-v", "warning", "-nostdin", "-y", *options, target)
    return target.read_bytes()


def _run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    return done.stdout
