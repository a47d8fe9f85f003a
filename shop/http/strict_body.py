"""Read a JSON body as the very type its route names: a number written as text is refused like any wrong type."""

import re
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request

from shop.core.text import Body
from shop.http.validation import explain

_PATH = re.compile(r" - at (?:`key` in )?`\$\.?(?P<field>.*)`$", re.DOTALL)


class StrictRequest(Request[Any, Any, Any]):
    """A request that decodes its body itself: the framework's own way would take "2" for 2."""

    async def json(self) -> object:
        """The body as the route's `Body`; of a route that names none, whatever JSON it is.

        Raises:
            BadInput: a field is missing, unknown, out of bounds or of another type.
        """
        field = self.route_handler.parsed_data_field
        if field is None or not field.is_subclass_of(Body):
            return await super().json()
        try:
            return _decoder(field.annotation).decode(await self.body())
        except msgspec.DecodeError as error:  # a ValidationError is one too
            await super().json()  # what is no JSON at all is refused here, as such
            raise _named(str(error)) from error


@lru_cache(maxsize=256)
def _decoder(kind: type[Body]) -> "msgspec.json.Decoder[Body]":
    return msgspec.json.Decoder(kind)


def _named(message: str) -> Exception:
    at = _PATH.search(message)
    return explain(message[: at.start()] if at else message, at["field"] if at else "")
