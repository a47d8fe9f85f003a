"""Slips of the fingers: what a mistyped word may have meant, and how far two words are apart. Pure."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

SHORTEST = 3  # letters of a word that is worth correcting
_LONG = 8  # letters from which two slips are forgiven
_TONES = "sfrxj"  # keys of Telex that end as a tone
_DOUBLED = re.compile(r"(aa|ee|oo|dd)")


def forgiven(word: str) -> int:
    """How many slips a word of this length may hold."""
    return 2 if len(word) >= _LONG else 1


def distance(left: str, right: str) -> int:
    """Letters to insert, drop, change or swap with their neighbour until both are the same."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, sign in enumerate(left, 1):
        line = [row]
        for at, other in enumerate(right, 1):
            cost = min(last[at] + 1, line[at - 1] + 1, last[at - 1] + (sign != other))
            if row > 1 and at > 1 and sign == right[at - 2] and left[row - 2] == other:
                cost = min(cost, before[at - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def meant(word: str) -> set[str]:
    """Words `word` may stand for that share too few trigrams with it to be found by them."""
    found = {*_keys_left(word), *_dropped(word), *_swapped(word), *_begun_otherwise(word)}
    return {other for other in found if other != word and len(other) > 1}


def keys_left(word: str) -> set[str]:
    """`word` without the keys of Telex or VNI that an input method would have eaten: `buoiwr`, `nu7o7c1`."""
    return {other for other in _keys_left(word) if other != word and len(other) > 1}


def halves(word: str) -> list[tuple[str, str]]:
    """The two words `word` may have lost a space between."""
    return [(word[:at], word[at:]) for at in range(2, len(word) - 1)]


def _keys_left(word: str) -> Iterator[str]:
    if word[0].isalpha():
        yield re.sub(r"[0-9]", "", word)
    plain = _DOUBLED.sub(lambda found: found[0][0], word).replace("w", "") or word
    yield plain
    for at in range(1, len(plain)):
        if plain[at] in _TONES:
            yield plain[:at] + plain[at + 1 :]


def _dropped(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _begun_otherwise(word: str) -> Iterator[str]:
    return (sign + word[1:] for sign in ascii_lowercase) if len(word) < _LONG else iter(())


def _swapped(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
