"""Rows of listings: what members do with them, and the office's review of edits."""

from sqlalchemy import select

from shop.core.actor import Actor
from shop.listings.create import FirstVariant, NewListing, create_listing
from shop.listings.edit import Wish, save_edit
from shop.listings.models import ListingEdit
from shop.listings.queries import variants_of
from shop.listings.submit import submit_edit
from shop.producers.models import ProducerState
from tests.make import certification
from tests.make import listings as make
from tests.rows.kinds import only

AT = "/api/v1/producers/{slug}/listings"
ONE = f"{AT}/{{listing_slug}}"
EDITS = "/api/v1/listing-edits"
MEMBERS = ("producer", "admin")
OFFICE = ("officer", "admin")
KEY = {"Idempotency-Key": "matrix-{fresh}"}
NEW = {"registered_product": "{unlisted}", "variants": [{"unit": "hộp", "price": 45_000}]}
VERSION = {"version": 2}

API = {
    f"GET {AT}": only(*MEMBERS),
    f"POST {AT}": only(*MEMBERS, body=NEW),
    f"GET {ONE}": only(*MEMBERS),
    f"PATCH {ONE}/edit": only(*MEMBERS, body={"content": {"name": "Chè lam"}, "version": 2}),
    f"PUT {ONE}/variants/{{sold_variant}}/price": only(*MEMBERS, body={"price": 50_000}),
    f"PUT {ONE}/variants/{{sold_variant}}/active": only(*MEMBERS, body={"active": True}),
    f"POST {ONE}/variants/{{sold_variant}}/stock": only(*MEMBERS, body={"pieces": 5}, headers=KEY),
    f"POST {ONE}/show": only(*MEMBERS),
    f"POST {ONE}/hide": only(*MEMBERS),
    "POST /api/v1/producers/{slug}/pictures": only(*MEMBERS, query="?filename=anh.jpg"),
    f"GET {EDITS}": only(*OFFICE, query="?state=submitted&limit=5"),
    f"GET {EDITS}/{{edit_id}}": only(*OFFICE),
    f"POST {EDITS}/{{edit_id}}/submit": only(*MEMBERS, body=VERSION),
    f"POST {EDITS}/{{edit_id}}/withdraw": only(*MEMBERS),
    f"POST {EDITS}/{{edit_id}}/discard": only(*MEMBERS),
    f"POST {EDITS}/{{edit_id}}/approve": only(*OFFICE, body={"version": 2, "content_version": 1}),
    f"POST {EDITS}/{{edit_id}}/decline": only(*OFFICE, body={"version": 2, "reason": "Thiếu nguồn gốc"}),
}

DESK = "/chu-the/{slug}/san-pham"
PAGES = {
    f"GET {DESK}": only(*MEMBERS, query="?loc=draft"),
    f"GET {DESK}/moi": only(*MEMBERS),
    f"POST {DESK}/moi": only(*MEMBERS, form=True, body={"unit": "hộp"}),
    f"GET {DESK}/{{listing_slug}}": only(*MEMBERS),
    f"POST {DESK}/{{listing_slug}}/{{listing_act}}": only(
        *MEMBERS, form=True, body={"variant": "{sold_variant}", "price": "50.000"}
    ),
    f"POST {DESK}/{{listing_slug}}/noi-dung": only(*MEMBERS, form=True, body={"act": "save", "vi_name": "Chè"}),
    f"POST {DESK}/{{listing_slug}}/tu-luu": only(*MEMBERS, form=True, body={"vi_name": "Chè"}),
    "GET /van-phong/niem-yet": only(*OFFICE, query="?trang-thai=declined"),
    "GET /van-phong/niem-yet/{edit_id}": only(*OFFICE),
    "POST /van-phong/niem-yet/{edit_id}/duyet": only(*OFFICE, form=True, body={"version": "2"}),
    "POST /van-phong/niem-yet/{edit_id}/tu-choi": only(*OFFICE, form=True, body={"version": "2"}),
}


async def names(session, world):
    """A draft of the producer's with its edit at the office, and a registered product without a listing."""
    producer, member = world.producer, world.people["producer"]
    producer.state = ProducerState.ACTIVE
    await session.flush()
    actor = Actor(person_id=member.id, name=member.name, roles=frozenset())
    listed = await certification.registered(session, "Chè lam Thạch Xá", producer=producer)
    new = NewListing(registered_product_id=listed.id, variants=[FirstVariant(unit="hộp", price=45_000)])
    product = await create_listing(session, actor, producer.id, new)
    edit = await session.scalar(select(ListingEdit).where(ListingEdit.product_id == product.id))
    content = await make.drafted(session, product)
    await save_edit(session, actor, product.id, Wish(content=content, version=edit.version))
    await submit_edit(session, actor, edit.id, edit.version)
    await session.flush()
    unlisted = await certification.registered(session, "Nem Phùng", producer=producer)
    return {
        "listing_slug": product.slug,
        "listing_act": "gia",
        "sold_variant": str((await variants_of(session, product.id))[0].id),
        "edit_id": str(edit.id),
        "unlisted": str(unlisted.id),
    }
