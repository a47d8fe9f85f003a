"""The sandbox as an application: GHN, GHTK and Viettel Post on one address, each with its own paths and words."""

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from shop.carriers.sandbox import ghn, ghtk, viettelpost
from shop.carriers.sandbox.books import Books
from shop.carriers.sandbox.door import KEY

__all__ = ["KEY", "make_sandbox"]


def make_sandbox() -> Litestar:
    """An application with books of its own."""
    books = {"ghn": Books("GHN"), "ghtk": Books("S1.HN."), "viettel_post": Books("VTP")}
    routes: list[ControllerRouterHandler] = [*ghn.routes, *ghtk.routes, *viettelpost.routes]
    return Litestar(route_handlers=routes, openapi_config=None, logging_config=None, state=State(books))
