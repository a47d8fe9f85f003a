"""From the page on which an order is paid through the sandbox and back, in a browser's steps over HTTP."""

import html
import re

import msgspec
import pytest
from sqlalchemy import select, update

from shop.core.i18n import LOCALES
from shop.payments.models import Payment, PaymentAttempt, PaymentMethod, PaymentState
from shop.payments.queries import payment_of
from shop.web.pages.pay_return import failure_words
from tests.make.wallets import momo_body, vnpay_failed, vnpay_query, waiting

M, S = PaymentMethod, PaymentState
BOTH = pytest.mark.parametrize("method", [M.VNPAY, M.MOMO])


class Buyer:
    """A browser that holds the order's cookie and follows by hand."""

    def __init__(self, client, made):
        self._client = client
        self._headers = {"cookie": f"__Host-orders={made.code}.{made.token}", "origin": "https://chomay.test"}
        self.made = made

    async def get(self, path):
        return await self._client.get(path.removeprefix("https://chomay.test"), headers=self._headers)

    async def post(self, path, **fields):
        return await self._client.post(path, data=fields, headers=self._headers)

    async def at_provider(self):
        """Begin to pay; the provider's page."""
        begun = await self.post(f"/don-hang/{self.made.code}/thanh-toan")
        assert begun.status_code == 303, begun.text
        return await self.get(begun.headers["location"])

    async def decide(self, page, outcome, **ticked):
        """Press a button there; the page they come back to."""
        fields = dict(re.findall(r'type="hidden" name="(.+?)" value="(.*?)"', page.text))
        action = re.search(r'action="(.+?)"', page.text)[1]
        told = await self.post(
            action, **{name: html.unescape(value) for name, value in fields.items()}, outcome=outcome, **ticked
        )
        assert told.status_code == 303, told.text
        return await self.get(told.headers["location"])


@pytest.fixture
async def at(client, session, redis_client):
    async def make(method):
        made = await waiting(session, method)
        await session.commit()
        return Buyer(client, made)

    return make


async def _state(session, buyer):
    return (await payment_of(session, buyer.made.order_id)).state


@BOTH
async def test_paid_at_the_provider_is_paid_here(at, session, method):
    buyer = await at(method)

    there = await buyer.at_provider()
    back = await buyer.decide(there, "pay")

    assert "không phải" in there.text
    assert "sandbox" in there.text
    assert "500.000 ₫" in there.text
    assert "Đã nhận được tiền" in back.text
    assert await _state(session, buyer) is S.PAID


@BOTH
@pytest.mark.parametrize(
    ("outcome", "says"), [("poor", "không đủ số dư"), ("cancel", "chưa bị trừ tiền"), ("late", "hết")]
)
async def test_whatever_goes_wrong_is_said_with_what_to_do(at, session, method, outcome, says):
    buyer = await at(method)

    back = await buyer.decide(await buyer.at_provider(), outcome)

    assert "Lần trả này không thành" in back.text
    assert says in back.text
    assert "Trả lại hoặc chọn cách khác" in back.text
    assert await _state(session, buyer) is S.AWAITING
    page = await buyer.get(f"/don-hang/{buyer.made.code}/thanh-toan")
    assert says in page.text


@pytest.mark.parametrize(
    "failure",
    [
        *(f"vnpay_{code}" for code in ("07", "09", "10", "11", "12", "13", "24", "51", "65", "75", "79")),
        *(f"vnpay_status{code}" for code in ("04", "07")),
        *(f"momo_{code}" for code in (1001, 1002, 1003, 1004, 1005, 1006, 1007, 1026)),
    ],
)
def test_every_published_failure_has_its_own_words(failure):
    method, _, code = failure.partition("_")

    for locale in LOCALES:
        words = failure_words(locale, PaymentMethod(method), code)
        assert words != failure_words(locale, PaymentMethod(method), "unknown")


@BOTH
async def test_after_a_failure_it_can_be_paid_again(at, session, method):
    buyer = await at(method)
    await buyer.decide(await buyer.at_provider(), "cancel")

    await buyer.decide(await buyer.at_provider(), "pay")

    assert await _state(session, buyer) is S.PAID
    numbers = await session.scalars(select(PaymentAttempt.number).order_by(PaymentAttempt.number))
    assert list(numbers) == [1, 2, 3]


@BOTH
async def test_back_before_the_notice_waits_and_then_follows(at, session, method):
    buyer = await at(method)
    there = await buyer.at_provider()

    back = await buyer.decide(there, "pay", lost="on")
    assert "Đang chờ xác nhận" in back.text
    assert await _state(session, buyer) is S.AWAITING
    await buyer.decide(there, "pay", times="3")

    assert "Đã nhận được tiền" in (await buyer.get(back.url.path)).text
    assert (await payment_of(session, buyer.made.order_id)).collected == buyer.made.total


@BOTH
async def test_an_altered_notice_pays_nothing(at, session, method):
    buyer = await at(method)

    back = await buyer.decide(await buyer.at_provider(), "pay", altered="on")

    assert "Đang chờ xác nhận" in back.text
    assert await _state(session, buyer) is S.AWAITING


@pytest.mark.parametrize(
    "spoil", [lambda query: query.replace("vnp_ResponseCode=24", "vnp_ResponseCode=00"), lambda _: "a=1"]
)
async def test_a_forged_return_says_so_and_changes_nothing(at, session, settings, spoil):
    buyer = await at(M.VNPAY)

    page = await buyer.get(f"/don-hang/{buyer.made.code}/thanh-toan/vnpay?{spoil(vnpay_failed(settings, buyer.made))}")

    assert page.status_code == 200
    assert "đã bị sửa" in page.text
    assert await _state(session, buyer) is S.AWAITING


async def test_a_return_signed_for_another_order_is_none_of_this(at, settings):
    buyer, other = await at(M.VNPAY), await at(M.VNPAY)
    momo = await at(M.MOMO)

    crossed = await buyer.get(f"/don-hang/{buyer.made.code}/thanh-toan/vnpay?{vnpay_query(settings, other.made)}")
    body = momo_body(settings, momo.made) | {"amount": 1}
    query = "&".join(f"{name}={value}" for name, value in body.items())
    altered = await momo.get(f"/don-hang/{momo.made.code}/thanh-toan/momo?{query}")

    assert "đã bị sửa" in crossed.text
    assert "đã bị sửa" in altered.text


async def test_a_signed_return_alone_pays_nothing(at, session, settings):
    buyer = await at(M.VNPAY)

    page = await buyer.get(f"/don-hang/{buyer.made.code}/thanh-toan/vnpay?{vnpay_query(settings, buyer.made)}")

    assert "Đang chờ xác nhận" in page.text
    assert await _state(session, buyer) is S.AWAITING


async def test_strangers_learn_nothing_from_a_return(client, session, settings):
    made = await waiting(session)

    page = await client.get(f"/don-hang/{made.code}/thanh-toan/vnpay?{vnpay_query(settings, made)}")

    assert page.status_code == 404


@pytest.mark.parametrize("path", ["vnpay/vpcpay.html?vnp_Amount=100", "momo/pay?t=5", "momo/pay"])
async def test_the_sandbox_shows_no_bill_the_shop_did_not_write(client, path):
    page = await client.get(f"/sandbox/wallets/{path}")

    assert page.status_code in {400, 404}
    assert "không phải" in page.text


async def test_the_sandbox_is_not_there_in_production(make_client):
    async with make_client(env="production") as client:
        page = await client.get("/sandbox/wallets/momo/pay?t=5")
        notice = await client.get("/api/v1/payments/vnpay/ipn")

    assert page.status_code == 404
    assert "sandbox" not in page.text.lower()
    assert notice.json()["RspCode"] == "97"


KEYS = {
    "vnpay_tmn_code": "REAL0001",
    "vnpay_secret": "the real secret",
    "momo_partner_code": "REAL",
    "momo_access_key": "real",
    "momo_secret_key": "the real key",
    "momo_url": "http://127.0.0.1:9",  # nobody listens there
}


async def test_the_sandbox_never_plays_who_has_real_keys(make_client, sessions, settings):
    async with sessions() as session, session.begin():
        made = await waiting(session)
    real = msgspec.structs.replace(settings, **KEYS)
    async with make_client(**KEYS) as client:
        buyer = Buyer(client, made)
        begun = await buyer.post(f"/don-hang/{made.code}/thanh-toan")
        query = begun.headers["location"].partition("?")[2]
        page = await buyer.get(f"/sandbox/wallets/vnpay/vpcpay.html?{query}")
        told = await buyer.post("/sandbox/wallets/vnpay/vpcpay.html", query=query, outcome="pay")
        notice = await client.get(f"/api/v1/payments/vnpay/ipn?{vnpay_query(real, made)}")
        played = await client.get(f"/api/v1/payments/vnpay/ipn?{vnpay_query(settings, made)}")

    assert begun.headers["location"].startswith("https://pay.vnpay.vn/vpcpay.html?")
    assert "the real secret" not in begun.text + str(begun.headers)
    assert [page.status_code, told.status_code] == [404, 404]
    assert [notice.json()["RspCode"], played.json()["RspCode"]] == ["00", "97"]


async def test_a_provider_that_is_away_is_said_and_may_be_asked_again(make_client, sessions):
    async with sessions() as session, session.begin():
        made = await waiting(session, M.MOMO)
    async with make_client(**KEYS) as client:
        page = await Buyer(client, made).post(f"/don-hang/{made.code}/thanh-toan")

    assert page.status_code == 503
    assert "Sang MoMo trả" in page.text
    assert "Đổi cách trả" in page.text


async def test_a_sum_momo_does_not_take_is_said(client, session, redis_client):
    made = await waiting(session, M.MOMO, price=1_000)
    await session.execute(update(Payment).where(Payment.reference == made.order_id).values(amount=300))
    await session.commit()

    page = await Buyer(client, made).post(f"/don-hang/{made.code}/thanh-toan")

    assert page.status_code == 409
    assert "(mã 22)" in page.text


async def test_a_buyer_in_english_comes_back_in_english(at):
    buyer = await at(M.VNPAY)

    begun = await buyer.post(f"/en/don-hang/{buyer.made.code}/thanh-toan")
    back = await buyer.decide(await buyer.get(begun.headers["location"]), "cancel")

    assert back.url.path == f"/en/don-hang/{buyer.made.code}/thanh-toan/vnpay"
    assert "You cancelled on VNPay" in back.text


async def test_attempts_are_limited_by_order(make_client, sessions):
    async with sessions() as session, session.begin():
        made = await waiting(session, M.MOMO)
    async with make_client(limits=True) as client:
        buyer = Buyer(client, made)
        seen = [(await buyer.post(f"/don-hang/{made.code}/thanh-toan")).status_code for _ in range(22)]

    assert seen[:9] == [303] * 9  # one was made before, ten are the most
    assert seen[9:20] == [409] * 11
    assert seen[20:] == [429] * 2
