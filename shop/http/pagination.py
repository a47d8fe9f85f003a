"""Keyset pages: an opaque cursor that says after which row to go on."""

import base64
import binascii
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from shop.http.errors import BadCursor

MAX_CURSOR = 400  # characters
_MAX_INT = 2**63 - 1

Cursor = Annotated[str, Meta(min_length=1, max_length=MAX_CURSOR)]
PageSize = Annotated[int, Meta(ge=1, le=100)]

Place = TypeVar("Place")


def encode_cursor(place: object) -> str:
    """Write `place` (the sort keys of the last row, with its id) as a cursor.

    Raises:
        ValueError: the keys are too long to be handed back.
    """
    text = base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")
    if len(text) > MAX_CURSOR:
        raise ValueError(f"a cursor of {len(text)} characters")
    return text


def decode_cursor(text: str, kind: type[Place]) -> Place:
    """Read a cursor as a `kind`, such as `tuple[int, UUID]`.

    Raises:
        BadCursor: it is not one of ours, or of another list.
    """
    if len(text) > MAX_CURSOR or not text.isascii():
        raise BadCursor(field="cursor")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        loose = msgspec.json.decode(raw)
        place = msgspec.json.decode(raw, type=kind)
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        raise BadCursor(field="cursor") from None
    if not _storable(loose):
        raise BadCursor(field="cursor")
    return place


def _storable(value: object) -> bool:
    """Whether the database could hold every number and text in `value`."""
    if isinstance(value, list):
        return all(_storable(part) for part in value)
    if isinstance(value, int):
        return abs(value) <= _MAX_INT
    return not isinstance(value, str) or "\x00" not in value
