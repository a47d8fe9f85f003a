"""Where what is made of a session's video lies, below its folder, and where evidence is held apart."""

import re
from uuid import UUID

PIECES = "replay/pieces.txt"  # names of the frozen replay's segments, one a line
_STILL = re.compile(r"stills/(\d{13})\.jpg")


def whole_name(take: int) -> str:
    """The seekable file of the takes that share the head of `take`."""
    return f"replay/{take:03d}.mp4"


def clip_folder(clip_id: UUID) -> str:
    """What is there of a clip."""
    return f"clips/{clip_id}/"


def clip_name(clip_id: UUID) -> str:
    """A clip, as one seekable file."""
    return f"clips/{clip_id}/clip.mp4"


def still_of(name: str) -> int | None:
    """When a still was filmed (ms of Unix time), by its name below its session's folder; None: it is none."""
    found = _STILL.fullmatch(name)
    return int(found.group(1)) if found else None


def held_folder(stream: str) -> str:
    """Where the video of a session lies that is evidence and no longer public; no address leads there."""
    return f"held/{stream}/"
