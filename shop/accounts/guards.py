"""Guards of routes by role. Who belongs to which place, producer or session is asked in those domains."""

from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from shop.accounts.who import Connection, actor_of
from shop.core.actor import Role
from shop.core.errors import Forbidden, Unauthenticated


async def require_signed_in(connection: Connection, _handler: BaseRouteHandler) -> None:
    """Let only signed-in people in.

    Raises:
        Unauthenticated: a guest asks.
    """
    if not (await actor_of(connection)).signed_in:
        raise Unauthenticated


def require_role(*roles: Role) -> Guard:
    """A guard that lets in who has one of `roles`: a guest gets 401, everybody else 403."""
    wanted = frozenset(roles)

    async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
        await require_signed_in(connection, handler)
        if not (await actor_of(connection)).roles & wanted:
            raise Forbidden

    return guard
