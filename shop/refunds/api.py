"""The address of refunds for the office, to be read."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.refunds.queries import RefundRow, refunds_paid, refunds_waiting


class RefundList(msgspec.Struct, frozen=True):
    """What is owed, under way or failed, the oldest first; or what was paid, the newest first."""

    items: list[RefundRow]


@get("/", operation_id="listRefunds", summary="Money that goes back to buyers (officers)")
async def refunds(
    session: NamedDependency[AsyncSession],
    after: Annotated[UUID | None, QueryParameter()] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
    *,
    paid: Annotated[bool, QueryParameter()] = False,
) -> RefundList:
    """What waits, or was `paid`; `after` is the id of the last one seen."""
    read = refunds_paid if paid else refunds_waiting
    return RefundList(await read(session, limit=limit, after=after))


routes = [
    Router(
        "/api/v1/office/refunds",
        route_handlers=[refunds],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["office"],
    )
]
