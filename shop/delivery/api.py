"""Addresses of a person's own book of addresses."""

from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.delivery.addresses import (
    AddressBody,
    Found,
    add_address,
    address_of,
    addresses_of,
    change_address,
    make_default,
    remove_address,
)


class CommuneOut(msgspec.Struct, frozen=True):
    """A commune; `ended` when it is no unit of today any more, so that the address must be changed."""

    slug: str
    name: str
    ended: bool


class AddressOut(msgspec.Struct, frozen=True, kw_only=True):
    """An address of the book; `phone` is E.164."""

    id: UUID
    name: str
    phone: str
    line: str
    commune: CommuneOut
    default: bool

    @classmethod
    def of(cls, found: Found) -> "AddressOut":
        """The address as its owner sees it."""
        address, commune = found
        return cls(
            id=address.id,
            name=address.name,
            phone=address.phone,
            line=address.line,
            commune=CommuneOut(commune.slug, commune.name, commune.valid_to is not None),
            default=address.is_default,
        )


class AddressBook(msgspec.Struct, frozen=True):
    """All addresses of a person, the default first."""

    items: list[AddressOut]


def _mine(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard has asked"
    return actor.person_id


@get("/", status_code=200, operation_id="listAddresses", summary="The addresses one keeps")
async def list_mine(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> AddressBook:
    """At most twenty, the default first."""
    return AddressBook([AddressOut.of(found) for found in await addresses_of(session, _mine(actor))])


@post("/", status_code=201, operation_id="addAddress", summary="Keep an address")
async def add(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[AddressBody]
) -> AddressOut:
    """The first becomes the default. Safe to repeat: the same address is kept once."""
    made = await add_address(session, _mine(actor), data)
    return AddressOut.of(await address_of(session, _mine(actor), made))


@put("/{address_id:uuid}", status_code=200, operation_id="changeAddress", summary="Write an address anew")
async def change(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    address_id: FromPath[UUID],
    data: JSONBody[AddressBody],
) -> AddressBook:
    """One that becomes equal to another is dropped for it. Safe to repeat."""
    await change_address(session, _mine(actor), address_id, data)
    return AddressBook([AddressOut.of(found) for found in await addresses_of(session, _mine(actor))])


@post(
    "/{address_id:uuid}/default", status_code=200, operation_id="chooseAddress", summary="Make an address the default"
)
async def choose(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], address_id: FromPath[UUID]
) -> AddressOut:
    """The checkout begins with it. Safe to repeat."""
    await make_default(session, _mine(actor), address_id)
    return AddressOut.of(await address_of(session, _mine(actor), address_id))


@delete("/{address_id:uuid}", status_code=204, operation_id="removeAddress", summary="Take an address out")
async def remove(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], address_id: FromPath[UUID]
) -> Response[None]:
    """Nothing happens when it is not in the book. Safe to repeat."""
    await remove_address(session, _mine(actor), address_id)
    return Response(None, status_code=204)


routes = [
    Router(
        "/api/v1/addresses",
        route_handlers=[list_mine, add, change, choose, remove],
        guards=[require_signed_in],
        tags=["delivery"],
    )
]
