"""Captions as browsers read them (WebVTT, W3C), whole and in the segments of a playlist (RFC 8216, 3.5)."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

_BESIDE = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0"  # by the very time of the segments beside it


class Caption(NamedTuple):
    """What was said, from `begin` to `end`: seconds from the beginning of what it is shown with."""

    begin: float
    end: float
    text: str


def captions_text(captions: Iterable[Caption]) -> str:
    """A WebVTT file, in the order of time. What lies before the beginning or lasts no time is left out."""
    return _file("WEBVTT", captions)


def segment_text(captions: Iterable[Caption]) -> str:
    """The same as a segment beside one of a picture, whose own time line the seconds are of."""
    return _file(_BESIDE, captions)


def _file(head: str, captions: Iterable[Caption]) -> str:
    shown = sorted(caption for caption in captions if caption.end > max(caption.begin, 0.0))
    return "\n\n".join((head, *map(_cue, shown))) + "\n"


def _cue(caption: Caption) -> str:
    lines = [escape(line.strip(), quote=False) for line in caption.text.splitlines()]
    words = "\n".join(line for line in lines if line)
    return f"{_time(max(caption.begin, 0.0))} --> {_time(caption.end)}\n{words}"


def _time(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
