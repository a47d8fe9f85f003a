"""Listings with an edit for tests: a producer with an editor, an officer, and the edit in some state."""

from dataclasses import dataclass
from typing import Any

import msgspec

from shop.catalog.content import Content, Words, read_content
from shop.catalog.models import Product
from shop.core.actor import Actor, Role
from shop.listings.create import FirstVariant, NewListing, create_listing
from shop.listings.edit import Wish, save_edit
from shop.listings.models import ListingEdit
from shop.listings.submit import submit_edit
from shop.producers.models import MemberRole, Producer, ProducerMember
from tests.make import accounts, catalog, certification


@dataclass
class Shop:
    """A producer with one live listing, its editor, and an officer."""

    producer: Producer
    product: Product
    editor: Any  # Person
    officer: Any  # Person

    @property
    def actor(self) -> Actor:
        """The editor as an asker."""
        return Actor(person_id=self.editor.id, name=self.editor.name, roles=frozenset({Role.CONSUMER}))

    @property
    def path(self) -> str:
        """Where the listing is in the API."""
        return f"/api/v1/producers/{self.producer.slug}/listings/{self.product.slug}"

    @property
    def page(self) -> str:
        """Where the listing is for its members."""
        return f"/chu-the/{self.producer.slug}/san-pham/{self.product.slug}"


async def shop(session, name="Bát gốm men lam", role=MemberRole.EDITOR, **fields) -> Shop:
    """A producer whose listing is live."""
    product = await catalog.product(session, name, sample=False, **fields)
    producer = await session.get_one(Producer, product.producer_id)
    editor, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    session.add(ProducerMember(producer_id=producer.id, person_id=editor.id, role=role))
    await session.flush()
    return Shop(producer, product, editor, officer)


async def registered(session, shop, name="Chè lam Thạch Xá"):
    """A registered product of the shop's producer without a listing."""
    return await certification.registered(session, name, producer=shop.producer)


async def draft(session, shop, name="Chè lam Thạch Xá") -> Product:
    """A draft of another product of the shop's producer."""
    product = await registered(session, shop, name)
    new = NewListing(registered_product_id=product.id, variants=[FirstVariant(unit="hộp 300 g", price=45_000)])
    return await create_listing(session, shop.actor, shop.producer.id, new)


async def drafted(session, product, summary="Chè lam dẻo, thơm gừng.") -> Content:
    """What a draft says so far, with a summary as approval asks for."""
    return msgspec.structs.replace(await read_content(session, product.id), texts={"vi": Words(summary=summary)})


async def content(session, shop, **changes) -> Content:
    """What is live of the shop's listing with some fields changed, and a summary as approval asks for."""
    live = await read_content(session, shop.product.id)
    said = {"texts": {"vi": Words(summary="Bát vẽ tay, men lam, nung ở 1.250 độ.")}}
    return msgspec.structs.replace(live, **(said | changes))


async def edit(session, shop, *, submitted=True, note=None, **changes) -> ListingEdit:
    """An edit of the shop's listing, with the office unless said otherwise."""
    wish = Wish(content=await content(session, shop, **changes), note=note)
    made = await save_edit(session, shop.actor, shop.product.id, wish)
    if submitted:
        await submit_edit(session, shop.actor, made.id, made.version)
    await session.flush()
    return made
