"""A listing's page at its producer: what changes at once, and what is refused beside its field."""

import re

import pytest
from sqlalchemy import select

from shop.catalog.queries import product_page
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.listings.queries import levels_of, variants_of
from shop.producers.models import MemberRole
from shop.web.pages.producer.listings import ROWS
from tests.make import accounts, catalog
from tests.make import listings as make
from tests.make.accounts import signed_in
from tests.web.pages import FORM, hidden, look, send


@pytest.fixture
async def shop(session, client):
    shop = await make.shop(session)
    await signed_in(client, shop.editor)
    return shop


@pytest.fixture
async def variant(session, shop):
    return (await variants_of(session, shop.product.id))[0]


async def test_a_price_is_live_at_once(client, session, shop, variant):
    sent = await send(client, f"{shop.page}/gia", variant=str(variant.id), price="199.000")

    assert sent.status_code == 303, sent.text[:500]
    page = await look(client, sent.headers["location"].partition("#")[0])
    assert "Đã đổi giá" in page.text
    public = await client.get(f"/san-pham/{shop.product.slug}", headers=FORM)
    assert "199.000\u00a0₫" in public.text
    act = await session.scalar(select(AuditEntry).where(AuditEntry.action == "listing.price"))
    assert (act.detail["before"], act.detail["after"]) == (250_000, 199_000)


@pytest.mark.parametrize("price", ["1.25", "", "0", "-5", "một trăm", "9" * 19, "1.250.000.000.000"])
async def test_a_price_nobody_can_mean_is_kept_and_said_beside_its_field(client, session, shop, variant, price):
    refused = await send(client, f"{shop.page}/gia", variant=str(variant.id), price=price)

    assert refused.status_code == 422
    assert f'id="price-{variant.id}-error"' in refused.text
    assert f'name="price" inputmode="numeric" maxlength="20" required value="{price}"' in refused.text
    await session.refresh(variant)
    assert variant.price == 250_000


async def test_goods_are_added_once_and_counted_as_they_are(client, session, shop, variant):
    page = await look(client, shop.page)
    form = {"variant": str(variant.id), "pieces": "40", "request_key": hidden(page, "request_key"), "act": "add"}

    for _ in range(2):
        assert (await send(client, f"{shop.page}/kho", **form)).status_code == 303
    [level] = (await levels_of(session, shop.producer.id, shop.product.id))[variant.id]
    assert (level.own, level.on_hand) == (True, 40)

    counted = await send(client, f"{shop.page}/kho", **(form | {"act": "count", "pieces": "36"}))

    assert "done=counted" in counted.headers["location"]
    [level] = (await levels_of(session, shop.producer.id, shop.product.id))[variant.id]
    assert level.on_hand == 36


async def test_pieces_that_cannot_be_meant_change_nothing(client, session, shop, variant):
    for act, pieces in (("add", "0"), ("add", "-3"), ("count", "hai"), ("add", "99999999"), ("count", "")):
        refused = await send(
            client, f"{shop.page}/kho", variant=str(variant.id), pieces=pieces, act=act, request_key="k" * 12
        )
        assert refused.status_code == 422, (act, pieces)
        assert f'id="pieces-{variant.id}-error"' in refused.text
        assert f'required value="{pieces}"' in refused.text
    assert await levels_of(session, shop.producer.id, shop.product.id) == {}


async def test_the_last_variant_of_a_shown_listing_stays_on_sale(client, session, shop, variant):
    refused = await send(client, f"{shop.page}/ban", variant=str(variant.id), active="no")
    assert refused.status_code == 409
    assert 'id="errors"' in refused.text

    assert (await send(client, f"{shop.page}/an")).status_code == 303
    assert await product_page(session, shop.product.slug) is None
    assert (await send(client, f"{shop.page}/ban", variant=str(variant.id), active="no")).status_code == 303
    assert (await send(client, f"{shop.page}/hien")).status_code == 409, "nothing of it is for sale"

    await send(client, f"{shop.page}/ban", variant=str(variant.id), active="yes")
    assert (await send(client, f"{shop.page}/hien")).status_code == 303
    assert await product_page(session, shop.product.slug) is not None


async def test_a_viewer_looks_and_changes_nothing(client, session):
    shop = await make.shop(session, role=MemberRole.VIEWER)
    variant = (await variants_of(session, shop.product.id))[0]
    await signed_in(client, shop.editor)

    page = await look(client, shop.page)
    replies = [
        await send(client, f"{shop.page}/gia", variant=str(variant.id), price="1.000"),
        await send(client, f"{shop.page}/an"),
        await send(client, f"{shop.page}/noi-dung", vi_name="Của tôi"),
        await send(client, f"{shop.page}/tu-luu", vi_name="Của tôi"),
        await client.get(f"/chu-the/{shop.producer.slug}/san-pham/moi", headers=FORM),
    ]

    assert 'method="post"' not in page.text
    assert [reply.status_code for reply in replies] == [403] * 5
    assert await product_page(session, shop.product.slug) is not None


async def test_another_producer_s_listing_is_not_there(client, session, shop):
    other = await make.shop(session, "Lụa Vạn Phúc", producer="Lụa Vạn Phúc")
    variant = (await variants_of(session, other.product.id))[0]
    mixed = f"/chu-the/{shop.producer.slug}/san-pham/{other.product.slug}"

    assert (await client.get(other.page, headers=FORM)).status_code == 403
    assert (await client.get(mixed, headers=FORM)).status_code == 404
    assert (await send(client, f"{mixed}/gia", variant=str(variant.id), price="1.000")).status_code == 404
    stolen = await send(client, f"{shop.page}/gia", variant=str(variant.id), price="1.000")
    assert stolen.status_code == 404
    assert (await send(client, f"{shop.page}/khac")).status_code == 404
    await session.refresh(variant)
    assert variant.price == 250_000


async def test_a_tampered_form_is_refused_and_never_a_fault(client, shop):
    replies = [
        await send(client, f"{shop.page}/gia", variant="x", price="1.000"),
        await send(client, f"{shop.page}/kho", variant="x", pieces="5", act="add"),
        await send(client, f"{shop.page}/bo", edit="x"),
        await send(client, f"{shop.page}/rut-lai"),
        await send(client, f"{shop.page}/ban", active="yes"),
        await send(client, f"{shop.page}/noi-dung", picture_1="x"),
        await send(client, f"{shop.page}/tu-luu", version="-1", picture_1="x"),
    ]

    assert all(400 <= reply.status_code < 500 for reply in replies), [reply.status_code for reply in replies]


async def test_the_list_is_narrowed_and_goes_on_page_by_page(client, session, shop):
    for number in range(ROWS - 1):
        await catalog.product(session, f"Bát số {number}")
    draft = await make.draft(session, shop, "Ấm chén")
    last = await make.draft(session, shop, "Ủ rượu")
    base = f"/chu-the/{shop.producer.slug}/san-pham"

    first = await look(client, base)
    onward = re.search(rf'href="({base}\?after=[\w-]+)"', first.text)[1]
    second = await look(client, onward)
    drafts = await look(client, f"{base}?loc=draft")
    nonsense = await look(client, f"{base}?loc=zz&after=zz")
    english = await look(client, f"/en{base}?loc=declined")

    assert first.text.count('<li class="start">') == ROWS
    assert f"{base}/{draft.slug}" in first.text
    assert second.text.count('<li class="start">') == 2
    assert f"{base}/{last.slug}" in second.text
    assert f"{base}/{draft.slug}" in drafts.text
    assert f"{base}/{shop.product.slug}" not in drafts.text
    assert f"{base}/{shop.product.slug}" in nonsense.text
    assert "There is nothing here" in english.text


async def test_a_new_listing_begins_from_the_register_and_once(client, session, shop):
    registered = await make.registered(session, shop, "Chè lam Thạch Xá")
    base = f"/chu-the/{shop.producer.slug}/san-pham"
    form = {"registered_product": str(registered.id), "unit": "hộp 300 g", "price": "45.000", "weight": "0,3 kg"}
    assert "Chè lam Thạch Xá" in (await look(client, f"{base}/moi")).text

    wrong = await send(client, f"{base}/moi", **(form | {"price": "1.25", "unit": ""}))
    made, again = [await send(client, f"{base}/moi", **form) for _ in range(2)]

    assert wrong.status_code == 422
    assert all(f'id="{field}-error"' in wrong.text for field in ("price", "unit"))
    assert 'value="1.25"' in wrong.text
    assert f'value="{registered.id}" selected' in wrong.text
    assert [reply.headers["location"] for reply in (made, again)] == [
        f"{base}/che-lam-thach-xa?done=created",
        f"{base}/che-lam-thach-xa?done=listed",
    ]
    page = await look(client, made.headers["location"])
    assert "Chưa đăng" in page.text
    assert (await client.get("/san-pham/che-lam-thach-xa", headers=FORM)).status_code == 404


async def test_a_listing_called_new_does_not_hide_behind_the_form(client, session, shop):
    draft = await make.draft(session, shop, "Mới")

    assert draft.slug == "moi-2"
    assert "Chưa đăng" in (await look(client, f"/chu-the/{shop.producer.slug}/san-pham/moi-2")).text


async def test_what_is_not_the_producer_s_is_not_listed(client, session, shop):
    other = await make.shop(session, "Lụa Vạn Phúc", producer="Lụa Vạn Phúc")
    theirs = await make.registered(session, other, "Lụa vân")
    await make.registered(session, shop, "Chè lam")
    base = f"/chu-the/{shop.producer.slug}/san-pham"

    refused = await send(client, f"{base}/moi", registered_product=str(theirs.id), unit="tấm", price="45.000")

    assert refused.status_code == 422
    assert 'id="registered_product-error"' in refused.text


async def test_an_administrator_sees_and_helps(client, session, shop, variant):
    await signed_in(client, await accounts.person(session, Role.ADMIN))

    assert (await send(client, f"{shop.page}/gia", variant=str(variant.id), price="210000")).status_code == 303
