"""Captions as browsers read them (WebVTT, W3C)."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple


class Caption(NamedTuple):
    """What was said, from `begin` to `end`: seconds from the beginning of what it is shown with."""

    begin: float
    end: float
    text: str


def captions_text(captions: Iterable[Caption]) -> str:
    """A WebVTT file, in the order of time. What lies before the beginning or lasts no time is left out."""
    shown = sorted(caption for caption in captions if caption.end > max(caption.begin, 0.0))
    return "\n\n".join(("WEBVTT", *map(_cue, shown))) + "\n"


def _cue(caption: Caption) -> str:
    lines = [escape(line.strip(), quote=False) for line in caption.text.splitlines()]
    words = "\n".join(line for line in lines if line)
    return f"{_time(max(caption.begin, 0.0))} --> {_time(caption.end)}\n{words}"


def _time(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
