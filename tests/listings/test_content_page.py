"""The staged form: kept as it was typed, saved while one writes, and never over what somebody else saved."""

import pytest
from sqlalchemy import func, select

from shop.catalog.content import read_content
from shop.listings.edit import Wish, save_edit
from shop.listings.models import EditState, ListingEdit
from shop.listings.queries import edits_of
from shop.listings.wished import wished
from shop.media.models import Asset
from tests.listings.desk import fields_of, read_form, send_form
from tests.make import listings as make
from tests.make import media
from tests.make.accounts import signed_in
from tests.web.pages import FORM, look, send

SUMMARY = "Bát vẽ tay, men lam, nung ở 1.250 độ."


@pytest.fixture
async def shop(session, client):
    shop = await make.shop(session)
    await signed_in(client, shop.editor)
    return shop


async def newest(session, shop):
    edit = (await edits_of(session, shop.product.id, 1))[0]
    await session.refresh(edit)
    return edit


async def saved(client, shop, **fields):
    reply = await client.post(f"{shop.page}/tu-luu", data=fields, headers={"origin": FORM["origin"]})
    assert reply.status_code == 200, reply.text
    return reply.json()


async def test_the_form_says_what_is_live_and_saving_it_stages_what_was_changed(client, session, shop):
    fields = await read_form(client, shop)
    assert (fields["vi_name"], fields["version"]) == ("Bát gốm men lam", "0")

    sent = await send_form(
        client,
        shop,
        fields,
        vi_summary=SUMMARY,
        vi_story="Một dòng.\r\n\r\nDòng nữa.\x0b",
        en_name="Blue bowl",
        shelf_life_days="730 ngày",
        shipping_class="fragile",
        min_age="18",
        attributes_1="Màu men: lam\nLò: củi",
        weight_1="1,2 kg",
        barcode_1="8934563138165",
    )

    assert sent.status_code == 303, sent.text[:3000]
    wish = wished(await newest(session, shop))
    assert (wish.texts["vi"].summary, wish.texts["vi"].story) == (SUMMARY, "Một dòng.\n\nDòng nữa.")
    assert (wish.texts["en"].name, wish.shelf_life_days, wish.min_age, wish.shipping_class) == (
        "Blue bowl",
        730,
        18,
        "fragile",
    )
    pack = wish.variants[0]
    assert (pack.net_weight_g, pack.barcode, pack.attributes) == (
        1200,
        "8934563138165",
        {"Màu men": "lam", "Lò": "củi"},
    )
    assert (await read_content(session, shop.product.id)).texts == {}, "nothing is live"
    again = await read_form(client, shop)
    assert (again["version"], again["weight_1"]) == ("1", "1200")
    assert set(again["attributes_1"].split("\n")) == {"Màu men: lam", "Lò: củi"}


WRONG = {
    "shelf_life_days": "sáu tháng",
    "min_age": "100",
    "weight_1": "nửa cân",
    "barcode_1": "123",
    "attributes_1": "men lam",
    "unit_1": "",
    "vi_name": "x" * 121,
    "en_story": "x" * 8001,
    "variant_name_1": "x" * 121,
    "note": "x" * 301,
    "shipping_class": "zeppelin",
}


@pytest.mark.parametrize("field", WRONG)
async def test_what_cannot_be_meant_is_kept_and_said_beside_its_field(client, session, shop, field):
    fields = await read_form(client, shop)

    refused = await send_form(client, shop, fields, **{field: WRONG[field], "vi_origin": "Bát Tràng"})

    assert refused.status_code == 422, refused.text[:2000]
    assert refused.text.count(f'href="#{field}"') == 1
    kept = fields_of(refused) if field != "shipping_class" else fields | {"vi_origin": "Bát Tràng", field: WRONG[field]}
    assert (kept[field], kept["vi_origin"]) == (WRONG[field], "Bát Tràng")
    assert await session.scalar(select(func.count()).select_from(ListingEdit)) == 0
    assert (await saved(client, shop, **(fields | {field: WRONG[field]})))["errors"][0]["field"] == field


async def test_two_members_writing_the_second_sees_what_differs_and_loses_nothing(client, session, shop):
    fields = await read_form(client, shop)
    theirs = await make.content(session, shop, name="Tên của Mai")
    await save_edit(session, shop.actor, shop.product.id, Wish(content=theirs))

    refused = await send_form(client, shop, fields, vi_name="Tên của Lan", vi_summary=SUMMARY)

    assert refused.status_code == 409
    assert "Người khác đã lưu trong lúc bạn viết" in refused.text
    assert "<del>Mai</del>" in refused.text
    assert "<ins>Lan</ins>" in refused.text
    kept = fields_of(refused)
    assert kept["vi_name"] == "Tên của Lan"
    assert wished(await newest(session, shop)).name == "Tên của Mai"

    assert (await send_form(client, shop, kept)).status_code == 303, "who has looked saves over it"
    assert wished(await newest(session, shop)).name == "Tên của Lan"


async def test_saving_while_one_writes_goes_on_from_version_to_version(client, session, shop):
    fields = await read_form(client, shop)

    nothing = await saved(client, shop, **fields)
    first = await saved(client, shop, **(fields | {"vi_name": "Bát mới"}))
    stale = await saved(client, shop, **(fields | {"vi_name": "Bát khác"}))
    second = await saved(client, shop, **(fields | {"vi_name": "Bát khác", "version": str(first["version"])}))

    assert (nothing["saved"], nothing["version"]) == (True, 0)
    assert (first["saved"], first["version"]) == (True, 1)
    assert (stale["saved"], stale["moved"]) == (False, True)
    assert (second["saved"], second["version"]) == (True, 2)
    assert second["said"].startswith("Đã lưu bản nháp lúc ")


async def test_a_draft_that_lacks_something_is_saved_and_not_sent(client, session, shop):
    fields = await read_form(client, shop)

    refused = await send_form(client, shop, fields, act="submit", vi_name="Bát mới")

    assert refused.status_code == 422
    assert 'id="vi_summary-error"' in refused.text
    edit = await newest(session, shop)
    assert (edit.state, wished(edit).name) == (EditState.DRAFT, "Bát mới")
    sent = await send_form(client, shop, fields_of(refused), act="submit", vi_summary=SUMMARY)
    assert "done=submitted" in sent.headers["location"]


async def test_what_is_with_the_office_is_taken_back_first(client, session, shop):
    edit = await make.edit(session, shop, name="Bát mới")
    page = await look(client, shop.page)
    assert "đang chờ duyệt" in page.text
    assert 'id="content"' not in page.text

    late = await send_form(
        client, shop, {"version": "1", "vi_name": "Muộn", "tax_class": "goods"}, shipping_class="none"
    )
    assert late.status_code == 409
    assert fields_of(late)["vi_name"] == "Muộn"

    assert (await send(client, f"{shop.page}/rut-lai", edit=str(edit.id))).status_code == 303
    assert (await read_form(client, shop))["vi_name"] == "Bát mới"
    assert (await send(client, f"{shop.page}/bo", edit=str(edit.id))).status_code == 303
    assert (await read_form(client, shop))["vi_name"] == "Bát gốm men lam"


async def test_a_new_variant_gets_the_same_sku_however_often_it_is_saved(client, session, shop):
    fields = await read_form(client, shop)
    row = {"variant_name_2": "nhỏ", "unit_2": "chiếc", "price_2": "90.000"}

    first = await saved(client, shop, **(fields | row))
    again = await saved(client, shop, **(fields | row | {"version": str(first["version"])}))

    assert (first["version"], again["version"]) == (1, 1)
    edit = await newest(session, shop)
    assert edit.changes["prices"] == {f"{shop.product.slug}-2": 90_000}
    form = await read_form(client, shop)
    assert (form["sku_2"], form["price_2"]) == (f"{shop.product.slug}-2", "90.000")

    dropped = await send_form(client, shop, form, act=f"unlist:{shop.product.slug}-2", vi_name="Bát mới")
    assert dropped.status_code == 303
    assert len(wished(await newest(session, shop)).variants) == 1


async def test_a_new_variant_without_unit_or_price_or_with_a_taken_sku_is_refused_beside_it(client, session, shop):
    other = await make.draft(session, shop)
    fields = await read_form(client, shop)

    bare = await send_form(client, shop, fields, variant_name_2="nhỏ")
    twin = await send_form(
        client, shop, fields, sku_2=f"{other.slug}-1", unit_2="chiếc", price_2="90.000", variant_name_2="x"
    )

    assert bare.status_code == 422
    assert all(f'id="{field}_2-error"' in bare.text for field in ("unit", "price"))
    assert twin.status_code == 409
    assert 'id="sku_2-error"' in twin.text


async def test_a_picture_comes_with_the_form_is_moved_and_dropped(client, session, shop):
    fields = await read_form(client, shop)
    sent = await send_form(client, shop, fields, act="picture", vi_name="Bát mới", picture=media.picture())
    assert sent.status_code == 303, sent.text[:2000]
    fields = await read_form(client, shop)
    asset = await session.scalar(select(Asset))
    assert (fields["picture_1"], fields["vi_name"]) == (str(asset.id), "Bát mới")
    assert (asset.owner, asset.uploaded_by) == (shop.producer.id, shop.editor.id)

    other = media.picture(colour="#AA3311")
    await send_form(client, shop, fields, act="save", alt_vi_1="Bát nhìn nghiêng", picture=other)
    fields = await read_form(client, shop)
    second = fields["picture_2"]
    refused = await send_form(client, shop, fields, act="submit", vi_summary=SUMMARY)
    assert refused.status_code == 422
    assert 'id="alt_vi_2-error"' in refused.text

    await send_form(client, shop, fields_of(refused), act=f"up:{second}")
    fields = await read_form(client, shop)
    assert (fields["picture_1"], fields["alt_vi_2"]) == (second, "Bát nhìn nghiêng")
    await send_form(client, shop, fields, act=f"drop:{second}")
    fields = await read_form(client, shop)
    assert (fields["picture_1"], "picture_2" in fields) == (str(asset.id), False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Không nhận loại tệp này"),
        (media.picture()[:-400], "Không đọc được ảnh"),
        (media.png_header(6410, 6400), "tối đa 40 triệu điểm ảnh"),
        (b"", "Tệp rỗng"),
        (media.picture() + b"\0" * 11 * 1024 * 1024, "Tệp lớn hơn 10 MB"),
    ],
)
async def test_a_picture_that_is_none_is_refused_beside_its_field_and_nothing_typed_is_lost(
    client, session, shop, content, words
):
    fields = await read_form(client, shop)

    refused = await send_form(client, shop, fields, act="picture", vi_name="Bát mới", picture=content)

    assert 400 <= refused.status_code < 500
    assert 'id="picture-error"' in refused.text
    assert words in refused.text
    assert fields_of(refused)["vi_name"] == "Bát mới"
    assert await session.scalar(select(func.count()).select_from(Asset)) == 0


async def test_the_button_of_a_picture_without_a_file_says_so(client, shop):
    refused = await send_form(client, shop, await read_form(client, shop), act="picture")

    assert refused.status_code == 422
    assert 'id="picture-error"' in refused.text


async def test_a_form_of_two_hundred_packs_is_taken(client, session):
    shop = await make.shop(session, variants={f"cỡ {number}": 1000 + number for number in range(200)})
    await signed_in(client, shop.editor)
    fields = await read_form(client, shop)

    sent = await send_form(client, shop, fields, vi_name="Bát mọi cỡ")

    assert sent.status_code == 303, sent.text[:500]
    assert len(wished(await newest(session, shop)).variants) == 200
