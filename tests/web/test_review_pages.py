"""Reviews on pages: written without a script, with photos; answered; taken down; read by everybody."""

import json
import re

from sqlalchemy import select

from shop.core.actor import Role
from shop.media.models import Asset
from shop.orders.models import OrderStatus
from shop.reviews.models import Review
from tests.make import media
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.reviews import as_actor, maker, received, review
from tests.web.pages import look, send


async def open_order(client, order):
    """Come with the link of the message; returns the page to review at."""
    await client.get(f"/don-hang/{order.code}", params={"token": order.token})
    return f"/don-hang/{order.code}/danh-gia"


async def post_photos(client, at, order, *pictures, **fields):
    files = [("photos", (f"anh-{number}.jpg", content, "image/jpeg")) for number, content in enumerate(pictures)]
    said = {"line": str(order.line), "points": "4", "words": "Men đẹp, gói kỹ"} | fields
    return await client.post(at, data=said, files=files, headers={"origin": "https://chomay.test"})


async def test_a_guest_reviews_with_photos_and_changes_it(client, session):
    order = await received(session)
    at = await open_order(client, order)

    first = await post_photos(client, at, order, media.picture(), media.picture(colour="#AA2222"))
    own = await look(client, first.headers["location"])
    kept = re.findall(r'name="(keep-\d)" value="([^"]+)"', own.text)
    second = await post_photos(client, at, order, **dict(kept[:1]), points="5")
    product = await look(client, f"/san-pham/{order.goods.product_slug}")

    written = (await session.scalars(select(Review).execution_options(populate_existing=True))).one()
    assert (first.status_code, second.status_code, len(kept)) == (303, 303, 2)
    assert (written.points, written.photos, written.version) == (5, 1, 2)
    assert "Men đẹp, gói kỹ" in product.text
    assert f"/media/{kept[0][1]}/320.webp" in product.text
    assert "Minh T." in product.text
    assert "0912" not in product.text


async def test_a_refused_form_keeps_words_points_and_photos(client, session):
    order = await received(session)
    at = await open_order(client, order)

    empty = await post_photos(client, at, order, media.picture(), words=" ")
    bad = await post_photos(client, at, order, b"no picture", words="Đẹp lắm")
    many = await post_photos(client, at, order, *(media.picture(colour=f"#0000{n}0") for n in range(1, 7)))
    none = await post_photos(client, at, order, points="")

    assert [reply.status_code for reply in (empty, bad, many, none)] == [422] * 4
    assert 'name="keep-1"' in empty.text
    assert re.search(r'value="4"[^>]* checked', empty.text)
    assert "Đẹp lắm" in bad.text
    assert 'href="#photos"' in bad.text
    assert 'href="#photos"' in many.text
    assert 'href="#points"' in none.text
    assert (await session.scalars(select(Review))).all() == []
    assert len((await session.scalars(select(Asset))).all()) == 1


async def test_the_order_s_page_leads_to_its_reviews_once_it_was_received(client, session):
    waiting = await received(session, status=OrderStatus.PACKED)
    there = await received(session)
    for order in (waiting, there):
        await open_order(client, order)

    early = await look(client, f"/don-hang/{waiting.code}")
    ready = await look(client, f"/don-hang/{there.code}")
    form = await look(client, f"/don-hang/{waiting.code}/danh-gia")

    assert f"/don-hang/{waiting.code}/danh-gia" not in early.text
    assert f"/don-hang/{there.code}/danh-gia" in ready.text
    assert "<textarea" not in form.text


async def test_what_buyers_give_is_told_to_machines_apart_from_the_stars(client, session):
    bowl = await goods(session, 20)
    for points in (5, 4):
        await review(session, await received(session, bowl), points, f"{points} điểm <script>")

    page = await look(client, f"/san-pham/{bowl.product_slug}")
    graph = json.loads(re.search(r'ld\+json">(.+?)</script>', page.text, re.DOTALL)[1])["@graph"][0]
    listed = await look(client, "/san-pham")

    assert graph["aggregateRating"]["ratingValue"] == 4.5
    assert graph["aggregateRating"]["reviewCount"] == 2
    assert [one["reviewRating"]["ratingValue"] for one in graph["review"]] == [4, 5]
    assert "Người mua chấm 4,5/5 (2)" in listed.text


async def test_all_reviews_are_read_page_by_page_in_three_orders(client, session):
    bowl = await goods(session, 50)
    for number in range(21):
        await review(session, await received(session, bowl), 1 + number % 5, f"lời thứ {number}.")
    at = f"/san-pham/{bowl.product_slug}/danh-gia"

    newest = await look(client, at)
    older = await look(client, re.search(r'href="([^"]+cursor=[^"]+)"', newest.text)[1].replace("&amp;", "&"))
    lowest = await look(client, f"{at}?sap-xep=diem-thap")
    cut = await look(client, f"{at}?cursor=abc")

    assert ("lời thứ 20." in newest.text, "lời thứ 0." in newest.text) == (True, False)
    assert ("lời thứ 20." in older.text, "lời thứ 0." in older.text) == (False, True)
    assert lowest.text.index("lời thứ 20.") < lowest.text.index("lời thứ 6.")
    assert "lời thứ 20." in cut.text


async def test_a_producer_answers_on_its_desk(client, session):
    order = await received(session)
    lan = await person(session, Role.PRODUCER)
    own = await maker(session, order.goods, lan)
    written = await review(session, order)
    await signed_in(client, lan)
    at = f"/chu-the/{own.slug}/danh-gia"

    waiting = await look(client, at)
    wrong = await send(client, at, review=str(written.id), words=" ")
    right = await send(client, at, review=str(written.id), words="Cảm ơn bạn")
    after = await look(client, right.headers["location"])

    assert "Gốm dày dặn" in waiting.text
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "Cảm ơn bạn" in after.text
    assert "Gốm dày dặn" not in (await look(client, at)).text


async def test_the_office_takes_down_with_a_ground_and_the_page_says_so(client, session):
    order = await received(session)
    written = await review(session, order, words="Lời xúc phạm")
    await signed_in(client, await person(session, Role.OFFICER))
    at = "/van-phong/danh-gia"

    bare = await send(client, at, review=str(written.id), basis="", reason="")
    done = await send(client, at, review=str(written.id), basis="Công văn 12/CV", reason="Xúc phạm danh dự")
    removed = await look(client, done.headers["location"])
    product = await look(client, f"/san-pham/{order.goods.product_slug}")

    assert (bare.status_code, done.status_code) == (422, 303)
    assert 'href="#basis"' in bare.text
    assert "Xúc phạm danh dự" in removed.text
    assert "Lời xúc phạm" not in product.text
    assert "theo yêu cầu của Công văn 12/CV" in product.text


async def test_a_signed_in_buyer_writes_without_a_link(client, session):
    lan = await person(session)
    order = await received(session, actor=as_actor(lan))
    await signed_in(client, lan)

    reply = await post_photos(client, f"/don-hang/{order.code}/danh-gia", order)

    assert reply.status_code == 303
