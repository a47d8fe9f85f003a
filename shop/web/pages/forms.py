"""Reading HTML forms: bounded text, numbers, nothing else."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from shop.core.errors import Invalid
from shop.core.idempotency import KeyMissing
from shop.media.errors import FileTooLarge
from shop.media.rules import MIB

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


class Upload(msgspec.Struct, frozen=True):
    """A file of a form; its name is what the sender says, not to be trusted."""

    content: bytes
    filename: str


def read_id(text: str) -> UUID | None:
    """An id out of an address or a field; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """Read the request's form, urlencoded or multipart; files are not taken."""
    data = await request.form()
    return Form({name: value for name, value in data.items() if isinstance(value, str)})


async def read_uploads(request: Request[Any, Any, Any], name: str, most_bytes: int, most: int) -> list[Upload]:
    """The files in the field `name`, at most one more than `most`; see `read_upload`.

    Raises:
        FileTooLarge: one has more than `most_bytes`.
    """
    found = []
    for file in (await request.form()).getall(name, [])[: most + 1]:
        if isinstance(file, UploadFile) and file.filename:
            content = await file.read(most_bytes + 1)
            if len(content) > most_bytes:
                raise FileTooLarge(field=name, most=most_bytes // MIB)
            found.append(Upload(content, file.filename))
    return found


async def read_upload(request: Request[Any, Any, Any], name: str, most_bytes: int) -> Upload | None:
    """The file in the field `name` of a multipart form; None when none was chosen.

    The route must allow the body: `request_max_body_size` above `most_bytes`, as the form's other parts count too.

    Raises:
        FileTooLarge: it has more than `most_bytes`.
    """
    file = (await request.form()).get(name)
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    content = await file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise FileTooLarge(field=name, most=most_bytes // MIB)
    return Upload(content, file.filename)
