"""The sound of a session by itself, for phones whose network cannot carry a picture."""

from collections.abc import Iterator

from shop.video.boxes import Box, box, children
from shop.video.errors import MediaBroken
from shop.video.samples import read_segment, write_fragment
from shop.video.tracks import SOUND, track_number, tracks_of


def sound_init(init: bytes) -> bytes:
    """The head of the sound alone, from a head of both.

    Raises:
        MediaBroken: there is no sound, or this is no head.
    """
    number = _sound_number(init)
    return b"".join(
        box(b"moov", *_kept(each, number)) if each.kind == b"moov" else each.data for each in children(memoryview(init))
    )


def sound_of(segment: bytes, init: bytes) -> bytes:
    """The sound of a segment; `init` is the head of its take with picture and sound. Raises like `sound_init`."""
    number = _sound_number(init)
    return write_fragment(0, {number: read_segment(segment, tracks_of(init))[number]})


def _sound_number(init: bytes) -> int:
    found = next((track.number for track in tracks_of(init).values() if track.kind == SOUND), None)
    if found is None:
        raise MediaBroken("no sound")
    return found


def _kept(moov: Box, number: int) -> Iterator[bytes | memoryview]:
    """What a head keeps when it has this track alone."""
    for each in children(moov.body):
        if each.kind == b"mvex":
            yield box(b"mvex", *(one.data for one in children(each.body) if _is_of(one, number)))
        elif each.kind != b"trak" or track_number(each.body) == number:
            yield each.data


def _is_of(entry: Box, number: int) -> bool:
    """Whether an entry of `mvex` is none of another track."""
    return entry.kind != b"trex" or int.from_bytes(entry.body[4:8]) == number
