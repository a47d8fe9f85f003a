"""What a room tells its viewers, for people who write programs."""

from litestar import Response, get
from litestar.di import NamedDependency

from shop.livestream.asyncapi import message_types
from shop.web.pages.answer import both, show
from shop.web.pages.visit import Visit
from shop.web.views.asyncapi import AsyncApiPage


@get(both("/schema/asyncapi"), include_in_schema=False)
async def asyncapi_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Channels, the frame and every struct in it; no script."""
    return show("asyncapi.html", visit.locale, AsyncApiPage(site=visit.site, messages=message_types()))


routes = [asyncapi_page]
