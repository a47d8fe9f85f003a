"""Addresses of who hosts a session too, and of the floors of its prices."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.text import Body, DongAmount
from shop.markets.api import SlugPath
from shop.markets.floor import approve_floor, withdraw_floor
from shop.markets.name_co_host import name_co_host, remove_co_host
from shop.markets.queries import NamedPerson, co_hosts_of


class FloorBody(Body):
    """The lowest live price in đồng."""

    price: DongAmount


class CoHostBody(Body):
    """The e-mail address or phone of a verified, licensed host."""

    login: Annotated[str, Meta(min_length=3, max_length=254)]


class TeamShown(msgspec.Struct, frozen=True):
    """Who runs a session beside its host."""

    co_hosts: list[NamedPerson]


@put("/{slug:str}/floors/{variant_id:uuid}", status_code=204, guards=[require_signed_in], operation_id="approveFloor")
async def set_floor(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    variant_id: FromPath[UUID],
    data: JSONBody[FloorBody],
) -> None:
    """For editors of its producer, before the session begins."""
    await approve_floor(session, actor, slug, variant_id, data.price)


@delete("/{slug:str}/floors/{variant_id:uuid}", guards=[require_signed_in], operation_id="withdrawFloor")
async def unset_floor(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, variant_id: FromPath[UUID]
) -> None:
    """The list price is the floor again."""
    await withdraw_floor(session, actor, slug, variant_id)


@post(
    "/{slug:str}/co-hosts", status_code=200, guards=[require_signed_in], operation_id="nameCoHost", summary="Host too"
)
async def add_co_host(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[CoHostBody]
) -> TeamShown:
    """For the session's own host: somebody verified and licensed may run it too. Again changes nothing."""
    live = await name_co_host(session, actor, slug, data.login)
    return TeamShown(await co_hosts_of(session, live.id))


@delete("/{slug:str}/co-hosts/{person_id:uuid}", guards=[require_signed_in], operation_id="removeCoHost")
async def drop_co_host(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, person_id: FromPath[UUID]
) -> None:
    """For the session's own host; again changes nothing."""
    await remove_co_host(session, actor, slug, person_id)


routes = [
    Router(
        "/api/v1/sessions",
        route_handlers=[set_floor, unset_floor, add_co_host, drop_co_host],
        tags=["night market"],
    ),
]
