"""What an edit changes, field by field and word by word. Pure."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

Value = str | int | bool | tuple[str, ...] | None
Fields = dict[str, Value]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PAIRS = 4_000_000  # words of one text times words of the other: beyond it a text counts as replaced whole


class PieceKind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Piece(msgspec.Struct, frozen=True):
    """Some words of a text."""

    kind: PieceKind
    text: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs: `field` is its path (`texts.vi.story`, `variants.HOP-500.unit`, `pictures`).

    `before` or `after` is None where there was or will be nothing. `pieces` mark the words of a text.
    """

    field: str
    before: Value
    after: Value
    pieces: tuple[Piece, ...] = ()


def diff_fields(old: Mapping[str, Value], new: Mapping[str, Value]) -> list[Change]:
    """What `new` says otherwise than `old`, in the order of `new`, then what it no longer says."""
    names = [*new, *(name for name in old if name not in new)]
    return [_change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def mark_words(old: str, new: str) -> tuple[Piece, ...]:
    """`old` and `new` as one run of pieces: without the new ones it reads as `old`, without the gone ones as `new`."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) * len(after) > _MOST_PAIRS:
        return (Piece(PieceKind.GONE, old), Piece(PieceKind.NEW, new))
    pieces: list[Piece] = []
    gone = new = ""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, becomes = "".join(before[a:b]), "".join(after[c:d])
        if kind != "equal" or (was.isspace() and (gone or new)):  # a blank alone between two changes is no landmark
            gone, new = gone + was, new + becomes
            continue
        pieces += [*_changed(gone, new), Piece(PieceKind.SAME, was)]
        gone = new = ""
    return (*pieces, *_changed(gone, new))


def _changed(gone: str, new: str) -> list[Piece]:
    sides = ((PieceKind.GONE, gone), (PieceKind.NEW, new))
    return [Piece(kind, text) for kind, text in sides if text]


def _change(field: str, before: Value, after: Value) -> Change:
    words = isinstance(before, str) and isinstance(after, str)
    pieces = mark_words(str(before), str(after)) if words else ()
    return Change(field=field, before=before, after=after, pieces=pieces)
