"""The routes of an application, as the matrix writes them."""


def routes_of(app):
    """`POST /api/v1/carts/{cart_id}/quote`: every method and address but the framework's OPTIONS and HEAD."""
    return [
        f"{method} {route.path_format}"
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in sorted(handler.http_methods)
        if method not in {"OPTIONS", "HEAD"}
    ]
