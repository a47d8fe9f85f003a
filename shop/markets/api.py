"""What routes of rooms share: the address of one, and how a guest is told from others."""

from typing import Annotated, Any

from litestar import Request
from litestar.params import PathParameter

from config.settings import Settings
from shop.http.limits import address_of
from shop.markets.speaker import guest_key

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]


def guest_of(request: Request[Any, Any, Any], settings: Settings, slug: str) -> bytes:
    """What tells this guest of the room from others."""
    agent = request.headers.get("user-agent", "")[:400]
    return guest_key(settings.secret_key, slug, address_of(request), agent)
