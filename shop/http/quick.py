"""A framework's application that many addresses are registered with in little time."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from litestar import Litestar, Router
from litestar.routes import ASGIRoute, BaseRoute, HTTPRoute, WebSocketRoute
from litestar.types import ControllerRouterHandler
from litestar.types.internal_types import RouteHandlerMapItem


class QuickLitestar(Litestar):
    """Litestar asks for the table of all addresses at each it registers, and makes it anew: this one keeps it."""

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """What answers at each path, by method. Routes come at the end, or take the place of one at the same path."""
        known, table = self._known
        for at, route in enumerate(self.routes):
            if at == len(known):
                known.append(route)
            elif known[at] is route:
                continue
            known[at] = route
            table.setdefault(route.path, {}).update(_by_method(route))
        return table

    @cached_property
    def _known(self) -> tuple[list[BaseRoute], dict[str, RouteHandlerMapItem]]:
        """The routes that are in the table, and the table."""
        return [], {}


def _by_method(route: BaseRoute) -> RouteHandlerMapItem:
    if isinstance(route, HTTPRoute):
        return {method: handler for handler in route.route_handlers for method in handler.http_methods}
    if isinstance(route, WebSocketRoute):
        return {"websocket": route.route_handler}
    return {"asgi": route.route_handler} if isinstance(route, ASGIRoute) else {}


def gathered(handlers: Iterable[ControllerRouterHandler]) -> list[ControllerRouterHandler]:
    """The same, those at one path together: else the framework prepares the first anew for each that joins it."""
    found: list[ControllerRouterHandler] = []
    at_paths: dict[tuple[str, ...], list[ControllerRouterHandler]] = defaultdict(list)
    for handler in handlers:
        if paths := getattr(handler, "paths", None):
            at_paths[tuple(sorted(paths))].append(handler)
        else:
            found.append(handler)
    return found + [
        together[0] if len(together) == 1 else Router("/", route_handlers=together) for together in at_paths.values()
    ]
