from sqlalchemy import select, update

from shop.catalog.models import Product
from shop.counter.models import CounterSale
from shop.orders.audit import audit_books
from tests.counter.test_api import as_staff
from tests.counter.test_drawer import handed_over
from tests.counter.test_sell import drawer
from tests.make.counter import FLOAT, sold, till
from tests.make.inventory import goods, level
from tests.make.orders import staff_of
from tests.web.pages import hidden, look, send

SELL = "/quay/ban"


async def test_goods_are_found_taken_and_sold_on_the_page(client, session):
    at = await till(session, 5)
    variant = str(at.goods.variant_id)
    await as_staff(client, session, at.clerk)

    found = await look(client, f"{SELL}?place={at.point}&q=bat+gom")
    taken = await look(client, f"{SELL}?place={at.point}&q=bat+gom&add={variant}")
    again = await look(client, f"/en{SELL}?place={at.point}&p-{variant}=2&add={variant}")
    left = await look(client, f"{SELL}?place={at.point}&p-{variant}=0")
    sent = await send(client, SELL, **form(again, at, **{f"p-{variant}": "2"}))
    twice = await send(client, SELL, **form(again, at, **{f"p-{variant}": "2"}))
    slip = await look(client, sent.headers["location"])

    assert f'value="{variant}"' in found.text
    assert hidden(taken, "expected_total") == "250000"
    assert hidden(again, "expected_total") == "500000"
    assert "expected_total" not in left.text
    assert sent.status_code == 303
    assert sent.headers["location"] == twice.headers["location"]
    assert "500.000" in slip.text
    assert "<svg" in slip.text
    assert (await level(session, at.goods), await drawer(session, at)) == ((3, 0), FLOAT + 500_000)


async def test_what_cannot_be_sold_is_said_and_what_was_typed_stays(client, session):
    at = await till(session, 5)
    variant = str(at.goods.variant_id)
    await as_staff(client, session, at.clerk)
    page = await look(client, f"{SELL}?place={at.point}&add={variant}")

    async def sell(**changes):
        return await send(client, SELL, **form(page, at, **({f"p-{variant}": "1"} | changes)))

    many = await sell(**{f"p-{variant}": "9", "expected_total": "2250000", "given": "3.000.000"})
    words = await sell(**{f"p-{variant}": "hai"})
    little = await sell(given="1000", note="khách quen")
    huge = await sell(given="9" * 19)
    changed = await sell(expected_total="1")
    nothing = await send(client, SELL, **(form(page, at)))
    tampered = await send(client, SELL, **(form(page, at, **{f"p-{variant}": "1"}) | {"request_key": ""}))

    replies = (many, words, little, huge, changed, nothing, tampered)
    assert [reply.status_code for reply in replies] == [409, 422, 422, 422, 409, 422, 422]
    assert "Chỉ còn 5 bán được" in many.text
    assert 'value="hai"' in words.text
    assert 'value="khách quen"' in little.text
    assert 'id="given-error"' in little.text
    assert await level(session, at.goods) == (5, 0)


async def test_the_age_is_asked_for_spirits(client, session):
    at = await till(session, 5)
    variant = str(at.goods.variant_id)
    await session.execute(update(Product).where(Product.id == at.goods.product_id).values(min_age=18))
    await as_staff(client, session, at.clerk)
    page = await look(client, f"{SELL}?place={at.point}&add={variant}")

    unasked = await send(client, SELL, **form(page, at, **{f"p-{variant}": "1"}))
    asked = await send(client, SELL, **form(page, at, **{f"p-{variant}": "1", "age_confirmed": "yes"}))

    assert "từ 18 tuổi" in page.text
    assert (unasked.status_code, asked.status_code) == (422, 303)
    assert 'id="age_confirmed-error"' in unasked.text


async def test_a_slip_is_opened_by_its_code_and_goods_come_back(client, session):
    at = await till(session, 5)
    sale, variant = await sold(session, at, 2), str(at.goods.variant_id)
    await as_staff(client, session, at.clerk)
    back = {"paid_by": "cash", "reason": "nứt men", "request_key": "r" * 32, f"f-{variant}": "damaged"}
    path = f"{SELL}/{sale.code}/tra-hang"

    opened = await client.get(f"{SELL}?phieu={sale.code.lower()}")
    unknown = await look(client, f"{SELL}?phieu=BQ-2222-2222", status=404)
    many = await send(client, path, **back, **{f"p-{variant}": "3"})
    none = await send(client, path, **(back | {"reason": ""}))
    done = await send(client, path, **back, **{f"p-{variant}": "1"})
    slip = await look(client, done.headers["location"])

    assert (opened.status_code, opened.headers["location"]) == (303, f"{SELL}/{sale.code}")
    assert "BQ" in unknown.text
    assert [reply.status_code for reply in (many, none, done)] == [422, 422, 303]
    assert 'value="3"' in many.text
    assert "đã trả 1" in slip.text
    assert (await level(session, at.goods), await drawer(session, at)) == ((3, 0), FLOAT + 250_000)


async def test_the_drawer_is_opened_filled_counted_and_confirmed_on_its_page(client, session):
    at = await till(session, 5, float_=None)
    second = await staff_of(session, at.goods.place_id)
    await as_staff(client, session, at.clerk)

    async def act(name, **fields):
        return await send(client, f"/quay/ngan-tien/{name}", place=at.point, request_key=f"page-key-{name}", **fields)

    opened = await act("mo", amount="500.000")
    nothing = await act("thu", amount="không", reason="")
    put = await act("thu", amount="20.000", reason="tiền lẻ")
    much = await act("chi", amount="900.000", reason="nộp tiền")
    wrong = await act("dem", counted="600000")
    counted = await act("dem", counted="600000", reason="thừa, chưa rõ")
    alone = await act("xac-nhan")
    await as_staff(client, session, second)
    closed = await act("xac-nhan")
    unknown = await act("khac")

    replies = (opened, nothing, put, much, wrong, counted, alone, closed, unknown)
    assert [reply.status_code for reply in replies] == [303, 422, 303, 409, 422, 303, 409, 303, 404]
    assert 'id="dem-reason-error"' in wrong.text
    assert counted.headers["location"].endswith("done=counted")
    assert "520000" in much.text
    assert await audit_books(session) == []


async def test_the_day_is_shown_and_taken_along_as_a_table(client, session):
    at = await till(session, 5)
    await sold(session, at, 2)
    await handed_over(session, at)
    await as_staff(client, session, at.clerk)

    page = await look(client, f"/quay/cuoi-ngay?place={at.point}")
    table = await client.get(f"/quay/cuoi-ngay/bao-cao.csv?place={at.point}")
    other = await look(client, f"/en/quay/cuoi-ngay?place={at.point}&day=2020-01-01")
    nonsense = await client.get("/quay/cuoi-ngay?day=hom-nay")
    for end_of_time in ("0001-01-01", "9999-12-31"):
        await look(client, f"/quay/cuoi-ngay?day={end_of_time}")

    code = await session.scalar(select(CounterSale.code))
    assert code in page.text
    assert code not in other.text
    assert table.headers["content-disposition"].endswith('.csv"')
    rows = table.text.lstrip("\ufeff").splitlines()
    assert "Kiện đã trao hoặc điểm tự giao,1,250000" in rows
    assert '"Bán tại quầy, tiền mặt",1,500000' in rows
    assert '"Ngăn tiền, theo sổ",,1250000' in rows
    assert nonsense.status_code in {400, 422}


async def test_people_without_a_point_have_no_till(client, session):
    at = await till(session, 5)
    elsewhere = await goods(session, point="quay-ha-dong")
    stranger = await staff_of(session, elsewhere.place_id)
    sale = await sold(session, at)
    await as_staff(client, session, stranger)

    foreign = await look(client, f"{SELL}/{sale.code}", status=404)
    page = await look(client, f"{SELL}?place={at.point}")

    assert sale.code not in foreign.text.replace(f"/quay/ban/{sale.code}", "")
    assert "Quay Ha Dong" in page.text


def form(page, at, **fields):
    """What the browser sends of the page."""
    total = "250000" if 'name="expected_total"' not in page.text else hidden(page, "expected_total")
    sent = {"place": at.point, "request_key": hidden(page, "request_key"), "paid_by": "cash", "given": "1.000.000"}
    return sent | {"expected_total": total} | fields
