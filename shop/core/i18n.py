"""The message catalogue: every sentence stands once, Vietnamese and English side by side.

Each package keeps its own `messages.toml`, or several in `messages/`; a key is a dotted path to `{vi = …, en = …}`.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, cast

Locale = Literal["vi", "en"]
LOCALES: tuple[Locale, ...] = ("vi", "en")
DEFAULT: Locale = "vi"

_SHOP = Path(__file__).parents[1]


@cache
def catalogue() -> dict[str, dict[Locale, str]]:
    """All messages: key -> locale -> sentence. A key written twice is an error."""
    found: dict[str, dict[Locale, str]] = {}
    for file in sorted([*_SHOP.glob("*/messages.toml"), *_SHOP.glob("*/messages/*.toml")]):
        for key, sentences in _leaves(tomllib.loads(file.read_text(encoding="utf-8")), ""):
            if key in found:
                raise ValueError(f"{file}: the message {key} is written twice")
            found[key] = sentences
    return found


def say(locale: Locale, key: str, /, **facts: object) -> str:
    """The sentence `key` in `locale`, its blanks filled with `facts`.

    Raises:
        KeyError: no such message; a test walks all keys in use.
    """
    return catalogue()[key][locale].format(**facts)


def known_locale(text: str) -> Locale:
    """`text` as one of our languages."""
    return next((locale for locale in LOCALES if locale == text), DEFAULT)


def knows(key: str) -> bool:
    """Whether the catalogue has `key`."""
    return key in catalogue()


def _leaves(table: dict[str, object], path: str) -> list[tuple[str, dict[Locale, str]]]:
    if set(table) == set(LOCALES) and all(isinstance(value, str) for value in table.values()):
        return [(path, cast("dict[Locale, str]", table))]
    found: list[tuple[str, dict[Locale, str]]] = []
    for name, value in table.items():
        inner = f"{path}.{name}" if path else name
        if not isinstance(value, dict):
            raise TypeError(f"the message {inner} must have both vi and en")
        found.extend(_leaves(value, inner))
    return found
