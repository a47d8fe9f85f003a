"""Reading HTML forms: bounded text, numbers, nothing else."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from shop.core.errors import Invalid
from shop.core.idempotency import KeyMissing

SHORTEST_KEY, LONGEST_KEY = 8, 80  # characters, as the header Idempotency-Key


class Form(msgspec.Struct, frozen=True):
    """The fields of a form, each taken once."""

    fields: Mapping[str, str]

    def text(self, name: str, longest: int = 300) -> str:
        """The field in NFC without spaces around it, cut at `longest` characters; empty when missing."""
        return unicodedata.normalize("NFC", self.fields.get(name, "")).replace("\x00", "").strip()[:longest]

    def number(self, name: str) -> int | None:
        """The field as a whole number that is not absurd, or None."""
        written = self.text(name, 20).replace(".", "").replace(",", "").replace(" ", "")
        return int(written) if written.isdecimal() else None

    def key(self, name: str) -> UUID:
        """The field as an id.

        Raises:
            Invalid: it is none; only a tampered form says so.
        """
        try:
            return UUID(self.text(name, 40))
        except ValueError:
            raise Invalid(field=name) from None

    def request_key(self) -> str:
        """The key the page was written with: a form sent twice is worked once.

        Raises:
            KeyMissing: it is none; only a tampered form says so.
        """
        key = self.text("request_key", LONGEST_KEY)
        if len(key) < SHORTEST_KEY:
            raise KeyMissing(field="request_key")
        return key


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """Read the request's form, urlencoded or multipart; files are not taken."""
    data = await request.form()
    return Form({name: value for name, value in data.items() if isinstance(value, str)})
