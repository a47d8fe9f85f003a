"""What we ask VNPAY and MoMo, against the sandbox that checks every signature, and against providers that fail."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx
import msgspec
import pytest

from config.settings import SettingsError, load_settings
from shop.core.money import Dong
from shop.payments.errors import ProviderAway, ProviderRefused
from shop.payments.models import AttemptState, PaymentMethod, RefundState
from shop.payments.momo_gateway import Momo
from shop.payments.offered import offered_methods
from shop.payments.provider import Asked, AttemptFact, RefundWanted
from shop.payments.vnpay_gateway import VnPay
from shop.payments.vnpay_sign import is_signed
from shop.payments.wallet_accounts import MomoAccount, VnPayAccount, momo_account, vnpay_account
from shop.payments.wallet_wire import Wire
from shop.payments.wallets import open_wallets
from shop.payments.wallets_sandbox.books import Bill, Books

A, M, R = AttemptState, PaymentMethod, RefundState
ATTEMPT = UUID("019ac8f2-7b00-7abc-8def-0123456789ab")
BEGUN = datetime.fromtimestamp(0x019AC8F27B00 // 1000, tz=UTC)
ASKED = Asked(
    attempt_id=ATTEMPT,
    number=1,
    payment_id=UUID("019ac8f2-7b00-7abc-8def-000000000001"),
    reference=UUID("019ac8f2-7b00-7abc-8def-000000000002"),
    order_code="CM-7F3K-92PM",
    amount=Dong(250_000),
    locale="vi",
    client_ip="203.0.113.5",
    return_url="https://chomay.test/don-hang/CM-7F3K-92PM/thanh-toan",
    expires_in=900,
    key="chomay-1",
)
FACT = AttemptFact(attempt_id=ATTEMPT, number=1, payment_id=ASKED.payment_id, amount=ASKED.amount, foreign_id=None)


def _refund(receipt, amount=250_000, key="r-1", number=3):
    refund_id = UUID(f"019ac8f2-7b00-7abc-8def-{number:012}")
    return RefundWanted(
        refund_id=refund_id,
        receipt=receipt,
        paid=ASKED.amount,
        amount=Dong(amount),
        order_code=ASKED.order_code,
        key=key,
    )


@pytest.fixture
async def providers(settings, redis_client):
    known, closing = open_wallets(settings)
    yield {one.method: one for one in known}
    for close in closing:
        await close()


@pytest.fixture
def vnpay(providers):
    return providers.get(M.VNPAY)


@pytest.fixture
def momo(providers):
    return providers.get(M.MOMO)


async def test_both_are_played_outside_production_and_need_keys_in_it(settings):
    bare = msgspec.structs.replace(settings, env="production")
    keyed = msgspec.structs.replace(
        bare, vnpay_tmn_code="T", vnpay_secret="s", momo_partner_code="P", momo_access_key="a", momo_secret_key="s"
    )

    assert {M.VNPAY, M.MOMO} <= set(offered_methods(settings))
    assert not {M.VNPAY, M.MOMO} & set(offered_methods(bare))
    assert {M.VNPAY, M.MOMO} <= set(offered_methods(keyed))
    assert (vnpay_account(keyed).pay_url, vnpay_account(keyed).played) == ("https://pay.vnpay.vn/vpcpay.html", False)
    assert (momo_account(keyed).base, momo_account(keyed).played) == ("https://payment.momo.vn", False)
    assert (vnpay_account(bare), momo_account(bare)) == (None, None)


@pytest.mark.parametrize("half", ["SHOP_VNPAY_SECRET", "SHOP_VNPAY_TMN_CODE", "SHOP_MOMO_ACCESS_KEY"])
def test_half_of_the_keys_is_refused(half):
    with pytest.raises(SettingsError):
        load_settings({half: "x"})


async def test_vnpay_gets_a_signed_address(vnpay, settings):
    begun = await vnpay.start(ASKED)

    facts = dict(parse_qsl(urlsplit(begun.url).query))
    assert begun == await vnpay.start(ASKED)
    assert begun.foreign_id == facts["vnp_TxnRef"] == ATTEMPT.hex
    assert is_signed(facts, vnpay_account(settings).secret)
    assert facts["vnp_Amount"] == "25000000"
    assert facts["vnp_IpAddr"] == "203.0.113.5"
    assert facts["vnp_ReturnUrl"] == "https://chomay.test/don-hang/CM-7F3K-92PM/thanh-toan/vnpay"
    assert facts["vnp_OrderInfo"].isascii()
    hanoi = (BEGUN + timedelta(hours=7), BEGUN + timedelta(hours=7, minutes=15))
    assert [facts["vnp_CreateDate"], facts["vnp_ExpireDate"]] == [f"{one:%Y%m%d%H%M%S}" for one in hanoi]


async def test_vnpay_knows_what_was_paid(vnpay, settings):
    assert await vnpay.look_up(FACT) is None
    books = Books(settings, "vnpay")
    bill = Bill(reference=ATTEMPT.hex, amount=250_000, number="12345678")

    await books.keep(bill)
    assert (await vnpay.look_up(FACT)).state is A.OPEN
    await books.keep(msgspec.structs.replace(bill, code="24"))
    failed = await vnpay.look_up(FACT)
    await books.keep(msgspec.structs.replace(bill, code="00", paid=True))
    paid = await vnpay.look_up(FACT)

    assert (failed.state, failed.failure, failed.receipt) == (A.FAILED, "02", None)
    assert (paid.state, paid.amount, paid.receipt) == (A.SUCCEEDED, 250_000, ATTEMPT.hex)


async def test_vnpay_sends_back_parts_and_never_more_than_was_paid(vnpay, settings):
    await Books(settings, "vnpay").keep(
        Bill(reference=ATTEMPT.hex, amount=250_000, number="12345678", code="00", paid=True)
    )

    part = await vnpay.send_refund(_refund(ATTEMPT.hex, 100_000))
    again = await vnpay.send_refund(_refund(ATTEMPT.hex, 100_000))
    too_much = await vnpay.send_refund(_refund(ATTEMPT.hex, 200_000, "r-2"))
    rest = await vnpay.send_refund(_refund(ATTEMPT.hex, 150_000, "r-3"))
    unknown = await vnpay.send_refund(_refund("0" * 32))
    foreign = await vnpay.send_refund(_refund("5"))

    assert (part.state, rest.state) == (R.PAID, R.PAID)
    assert (again.state, again.foreign_id) == (R.SENT, part.foreign_id)  # asked twice, it was sent once
    assert (too_much.state, too_much.failure) == (R.FAILED, "95")
    assert [unknown.failure, foreign.failure] == ["91", "91"]


async def test_momo_gives_one_page_for_a_key(momo):
    begun, again = await momo.start(ASKED), await momo.start(ASKED)

    assert begun == again
    assert begun.url == f"/sandbox/wallets/momo/pay?t={ATTEMPT.hex}"
    with pytest.raises(ProviderRefused):
        await momo.start(msgspec.structs.replace(ASKED, key="another", amount=Dong(1)))


async def test_momo_knows_what_was_paid(momo, settings):
    assert await momo.look_up(FACT) is None
    await momo.start(ASKED)
    assert (await momo.look_up(FACT)).state is A.OPEN
    books = Books(settings, "momo")
    bill = await books.find(ATTEMPT.hex)

    await books.keep(msgspec.structs.replace(bill, code="1006"))
    failed = await momo.look_up(FACT)
    await books.keep(msgspec.structs.replace(bill, code="0", paid=True))
    paid = await momo.look_up(FACT)

    assert (failed.state, failed.failure) == (A.FAILED, "1006")
    assert (paid.state, paid.amount, paid.receipt) == (A.SUCCEEDED, 250_000, bill.number)


async def test_momo_sends_back_once_for_a_key(momo, settings):
    books = Books(settings, "momo")
    await books.keep(Bill(reference=ATTEMPT.hex, amount=250_000, number="4088878653", code="0", paid=True))

    part = await momo.send_refund(_refund("4088878653", 100_000))
    again = await momo.send_refund(_refund("4088878653", 100_000))
    too_much = await momo.send_refund(_refund("4088878653", 200_000, "r-2"))
    unknown = await momo.send_refund(_refund("1", key="r-9"))
    foreign = await momo.send_refund(_refund("no number"))

    assert part == again
    assert part.state is R.PAID
    assert (too_much.state, too_much.failure) == (R.FAILED, "1081")
    assert [unknown.failure, foreign.failure] == ["42", "42"]
    assert (await books.find("4088878653")).refunded == 100_000


def _scripted(answer):
    """Both providers over a net that answers with `answer`, or breaks with it."""

    def reply(_request):
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.AsyncClient(transport=httpx.MockTransport(reply))
    vnpay = VnPayAccount(tmn_code="T", secret="s", pay_url="https://pay.test", api_url="https://api.test")
    momo = MomoAccount(partner_code="P", access_key="a", secret="s", base="https://momo.test")
    return [VnPay(Wire(client, vnpay.api_url), vnpay), Momo(Wire(client, momo.base), momo, "https://us.test/ipn")]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("gone"),
        httpx.ReadTimeout("slow"),
        httpx.Response(502, text="<html>bad gateway</html>"),
        httpx.Response(500, json={"resultCode": 0, "transId": 5, "payUrl": "x"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, content=b"{" + b" " * 300_000 + b"}"),
        httpx.Response(200, json={"vnp_ResponseCode": "00", "vnp_SecureHash": "0", "resultCode": 99}),
        httpx.Response(200, json={"resultCode": "?", "vnp_ResponseCode": ["00"]}),
    ],
)
async def test_whatever_cannot_be_believed_is_no_answer(answer):
    for provider in _scripted(answer):
        if provider.method is M.MOMO:
            with pytest.raises(ProviderAway):
                await provider.start(ASKED)
        with pytest.raises(ProviderAway):
            await provider.look_up(FACT)
        with pytest.raises(ProviderAway):
            await provider.send_refund(_refund("1" if provider.method is M.MOMO else ATTEMPT.hex))
