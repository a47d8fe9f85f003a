"""What an edit changes, field by field and word by word. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

Value = str | int | bool | tuple[str, ...] | None
Fields = dict[str, Value]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_STEPS = 300  # words and signs taken away or put in: beyond it a text counts as replaced whole


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
    pieces: list[Piece] = []
    gone = new_ = ""
    for same, was, becomes in _runs(before, after):
        if same and not (same.isspace() and (gone or new_) and (was or becomes)):
            pieces += [*_changed(gone, new_), Piece(PieceKind.SAME, same)]
            gone, new_ = was, becomes
        else:  # a blank alone between two changes is no landmark
            gone, new_ = gone + same + was, new_ + same + becomes
    return (*pieces, *_changed(gone, new_))


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What stays, and what is gone and new behind it, from the beginning to the end."""
    same, i, j = "", 0, 0
    for x, y in [*_common(before, after), (len(before), len(after))]:
        if x > i or y > j:
            yield same, "".join(before[i:x]), "".join(after[j:y])
            same = ""
        same += before[x] if x < len(before) else ""
        i, j = x + 1, y + 1
    if same:
        yield same, "", ""


def _common(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The places (in `before`, in `after`) of the words that stay; none when too much changed.

    The greedy search of Myers (An O(ND) Difference Algorithm and Its Variations, 1986): its work is bounded by
    `_MOST_STEPS`, whatever is written. `reach[k]` is how far one gets in `before` on the diagonal `k`.
    """
    reach, trail = {1: 0}, []
    for steps in range(min(len(before) + len(after), _MOST_STEPS) + 1):
        trail.append(dict(reach))
        for k in range(-steps, steps + 1, 2):
            x = _entry(reach, k, steps)
            while x < len(before) and x - k < len(after) and before[x] == after[x - k]:
                x += 1
            reach[k] = x
            if x >= len(before) and x - k >= len(after):
                return _walked_back(trail, x, x - k)
    return []


def _entry(reach: Mapping[int, int], k: int, steps: int) -> int:
    """Where a path comes onto the diagonal `k`: by putting a word in, or by taking one away."""
    if k == -steps or (k != steps and reach[k - 1] < reach[k + 1]):
        return reach[k + 1]
    return reach[k - 1] + 1


def _walked_back(trail: Sequence[Mapping[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for steps in range(len(trail) - 1, -1, -1):
        k = x - y
        entry = _entry(trail[steps], k, steps)
        while x > entry:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        put_in = k == -steps or (k != steps and trail[steps][k - 1] < trail[steps][k + 1])
        x, y = (x, y - 1) if put_in else (x - 1, y)
    return pairs[::-1]


def _changed(gone: str, new: str) -> list[Piece]:
    sides = ((PieceKind.GONE, gone), (PieceKind.NEW, new))
    return [Piece(kind, text) for kind, text in sides if text]


def _change(field: str, before: Value, after: Value) -> Change:
    words = isinstance(before, str) and isinstance(after, str)
    pieces = mark_words(str(before), str(after)) if words else ()
    return Change(field=field, before=before, after=after, pieces=pieces)
