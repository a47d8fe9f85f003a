"""Addresses of producers: applying, the office's review, members, closing times, suspension."""

from litestar import Router

from shop.accounts.guards import require_role, require_signed_in
from shop.core.actor import Role
from shop.producers.api import closures, members, officers, registrations, tax_code

routes = [
    Router(
        "/api/v1/producers",
        route_handlers=[officers.suspend, officers.reinstate],
        guards=[require_role(Role.OFFICER)],
        tags=["producers"],
    ),
    Router(
        "/api/v1/producers",
        route_handlers=[officers.waiting, officers.paper_decision, officers.decision],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["producers"],
    ),
    Router(
        "/api/v1/producers",
        route_handlers=[*registrations.handlers, *members.handlers, *tax_code.handlers],
        guards=[require_signed_in],
        tags=["producers"],
    ),
    Router("/api/v1/producers", route_handlers=closures.handlers, tags=["producers"]),
]
