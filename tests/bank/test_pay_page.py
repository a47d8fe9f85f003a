"""Paying by transfer without a script: what the page asks for, the picture, and the bank of the sandbox."""

import html
import re

from sqlalchemy import select

from shop.bank.events import TransferShort
from shop.bank.models import BankNotice
from shop.bank.work_notice import work_notice
from shop.core.events import read_event
from shop.core.money import show
from shop.core.outbox import OutboxEvent
from shop.notifications.models import Notice
from shop.notifications.notify_transfer import tell_short_transfer
from shop.orders.models import Order
from shop.orders.rules import order_token
from shop.orders.settle import settle_order
from shop.payments.memo import find_memos, memo_of
from shop.payments.vietqr import VietQr, build
from shop.web.qr import qr_png
from tests.conftest import SECRET
from tests.make.bank import ACCOUNT, awaiting, memo, told
from tests.web.pages import look, send

BANK = "/sandbox/ngan-hang"


async def _mine(client, session, **changes):
    """An order this browser may open, and the address at which it is paid."""
    order = await awaiting(session, **changes)
    await client.get(f"/don-hang/{order.code}", params={"token": order_token(SECRET, order.id)})
    return order, f"/don-hang/{order.code}/thanh-toan"


def _qr(order, amount):
    return build(VietQr(bank=ACCOUNT.bank, account=ACCOUNT.number, amount=amount, memo=memo_of(order.code)))


async def test_the_page_asks_for_the_sum_to_our_account_under_the_orders_memo(client, session):
    order, path = await _mine(client, session)

    page = await look(client, path)

    text = html.unescape(page.text)
    for said in (ACCOUNT.number, ACCOUNT.holder, memo_of(order.code), show(order.total), "Bản chạy thử"):
        assert said in text
    assert f'data-copy="{order.total}"' in text
    assert re.search(r'role="img" aria-label="Mã VietQR: chuyển [^"]*nội dung ' + memo_of(order.code), text)


async def test_the_picture_is_the_string_the_page_shows(client, session):
    order, path = await _mine(client, session)

    picture = await client.get(f"{path}/ma-qr.png")

    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["content-disposition"] == f'attachment; filename="{order.code}.png"'
    assert picture.headers["cache-control"] == "private, no-store"
    assert picture.content == qr_png(_qr(order, order.total))


async def test_a_part_is_said_and_the_picture_asks_for_the_rest(client, session):
    order, path = await _mine(client, session)
    await told(session, memo(order), order.total - 60_000)

    page, picture = await look(client, path), await client.get(f"{path}/ma-qr.png")

    text = html.unescape(page.text)
    assert f"Đã nhận {show(order.total - 60_000)}. Còn thiếu {show(60_000)}" in text
    assert 'data-copy="60000"' in text
    assert picture.content == qr_png(_qr(order, 60_000))


async def test_a_paid_order_has_no_picture_and_its_page_leads_on(client, session):
    order, path = await _mine(client, session)
    await told(session, memo(order), order.total)

    page, picture = await client.get(path), await client.get(f"{path}/ma-qr.png")

    assert (page.status_code, page.headers["location"]) == (303, f"/don-hang/{order.code}")
    assert picture.status_code == 404


async def test_a_stranger_sees_neither(client, session):
    order = await awaiting(session)

    assert (await client.get(f"/don-hang/{order.code}/thanh-toan/ma-qr.png")).status_code == 404


# ---- the bank of the sandbox ----


async def test_the_sandbox_bank_pays_the_order_it_was_opened_from(client, session):
    order, path = await _mine(client, session)
    page = await look(client, path)
    link = html.unescape(re.search(r'href="(/sandbox/ngan-hang[^"]*)"', page.text).group(1))

    form = await look(client, link)
    sent = await send(client, BANK, memo=memo_of(order.code), amount=str(order.total), code=order.code)
    [notice] = await session.scalars(select(BankNotice))
    await work_notice(session, notice.id, ACCOUNT)
    await settle_order(session, order.id)
    await session.flush()

    assert f'value="{memo_of(order.code)}"' in form.text
    assert (sent.status_code, sent.headers["location"]) == (303, path)
    assert [one.code for one in find_memos(notice.content)] == [order.code]
    assert await session.scalar(select(Order.status).where(Order.id == order.id)) == "confirmed"


async def test_a_wrong_sum_is_refused_and_the_memo_kept(client, session):
    for amount in ("", "0", "-5", "nhiều", "99999999999999"):
        page = await send(client, BANK, memo="CM 12", amount=amount, code="")
        assert page.status_code == 422
        assert 'value="CM 12"' in page.text
        assert 'id="amount-error"' in page.text
    assert (await session.scalars(select(BankNotice))).all() == []


async def test_without_an_order_it_says_that_it_sent(client, session):
    sent = await send(client, BANK, memo="linh tinh", amount="1.000", code="//evil.example")

    assert sent.headers["location"] == f"{BANK}?done=1"
    assert "Đã chuyển" in (await look(client, sent.headers["location"])).text


async def test_where_real_money_goes_there_is_no_sandbox_bank(make_client):
    real = {"bank_bin": "970436", "bank_account": "0011001932418", "bank_holder": "CONG TY CHO MAY"}
    async with make_client(**real) as client:
        assert (await client.get(BANK)).status_code == 404
        assert (await send(client, BANK, memo="x", amount="1000")).status_code == 404


# ---- the buyer is told ----


async def test_the_buyer_hears_once_what_is_missing(session):
    order = await awaiting(session)
    await told(session, memo(order), order.total - 50_000)
    event_id, event = await _short(session)

    written = [await tell_short_transfer(session, event_id, event) for _ in range(2)]

    assert written[0] > 0
    assert written[1] == 0
    [subject] = set(await session.scalars(select(Notice.subject)))
    assert subject == f"Đơn {order.code} còn thiếu 50.000 ₫"


async def _short(session):
    row = (await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == TransferShort.kind))).one()
    return row.id, read_event(row.kind, row.payload)
