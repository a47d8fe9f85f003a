"""Spoils a real recording by chance and feeds it to the engine: `python -m tests.video.fuzz --rounds 20000 --seed 7`.

Nothing but `MediaBroken` may come out, no round may take long, and what is held may not outgrow what came in.
"""

import argparse
import random
import struct
import sys
import time
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from shop.video.errors import MediaBroken
from shop.video.reel import Reel
from shop.video.samples import read_segment
from shop.video.sound import sound_init, sound_of
from shop.video.splitter import Init, Splitter
from shop.video.tracks import tracks_of
from tests.video.recordings import WIDE

SLOWEST = 2.0  # seconds of processor time for one round
GREATEST = 2  # times the input's length, and a little: what may come out
_BOXES = (b"moof", b"traf", b"trun", b"tfhd", b"tfdt", b"mdat", b"moov", b"trak", b"trex", b"stsd", b"mdhd", b"avcC")
_WORDS = (0, 1, 7, 8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x00010000, 10_000)


class Round(NamedTuple):
    """What one round showed: bytes in and out, whether it was refused, seconds of processor time."""

    came: int
    went: int
    refused: bool
    seconds: float


def spoil(chance: random.Random, recording: bytes) -> bytes:
    """The recording with one to six things wrong."""
    data = bytearray(recording)
    for _ in range(chance.randint(1, 6)):
        if data:
            _spoil_once(chance, data, _place(chance, data))
    return bytes(data)


def work(data: bytes) -> Round:
    """Take one stream apart, and make of its segments all that we make of segments."""
    began = time.process_time()  # the processor's, not the shop's: it measures our own code
    went, refused = 0, False
    try:
        for piece in _pieces(data):
            went += len(piece)
    except MediaBroken:
        refused = True
    return Round(len(data), went, refused, time.process_time() - began)


def run(rounds: int, seed: int) -> list[Round]:
    """So many rounds; the same for the same seed."""
    chance = random.Random(seed)
    return [work(spoil(chance, WIDE)) for _ in range(rounds)]


def _pieces(data: bytes) -> Iterator[bytes]:
    """What the splitter gives back; the rest is made of it too, for its faults."""
    splitter = Splitter()
    fed = (splitter.feed(data[begin : begin + 4096]) for begin in range(0, len(data), 4096))
    for piece in chain(chain.from_iterable(fed), splitter.flush()):
        yield piece.data
        if isinstance(piece, Init):
            init, reel = piece.data, Reel(tracks_of(piece.data))
            sound_init(init)
        else:
            reel.add(read_segment(piece.data, tracks_of(init)))
            sound_of(piece.data, init)
            reel.head(init)


def _spoil_once(chance: random.Random, data: bytearray, place: int) -> None:
    match chance.randrange(6):
        case 0:
            data[place] = chance.randrange(256)
        case 1:
            data[place : place + 4] = struct.pack(">I", chance.choice(_WORDS))
        case 2:
            del data[place : place + chance.randrange(1, 200)]
        case 3:
            data[place:place] = chance.randbytes(chance.randrange(1, 64))
        case 4:
            begin = chance.randrange(len(data))
            data[place:place] = data[begin : begin + chance.randrange(1, 4000)]
        case _:
            del data[place:]


def _place(chance: random.Random, data: bytearray) -> int:
    """Somewhere, more often near a box than within samples."""
    if chance.random() < 0.7:
        found = data.find(chance.choice(_BOXES), chance.randrange(len(data)))
        if found >= 0:
            return max(0, min(found + chance.randrange(-8, 40), len(data) - 1))
    return chance.randrange(len(data))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    done = run(asked.rounds, asked.seed)
    refused = sum(each.refused for each in done)
    rate = len(done) / sum(each.seconds for each in done)
    slowest = max(each.seconds for each in done)
    growth = max(each.went / max(each.came, 1) for each in done)
    sys.stdout.write(
        f"{len(done)} rounds, {rate:.0f}/s, {refused} refused; slowest {slowest:.3f} s, out/in {growth:.2f}\n"
    )
