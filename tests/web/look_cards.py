"""Cards: the played Stripe's field and bank, and the part of the page on which an order is paid."""

from collections.abc import Iterator
from datetime import timedelta

from shop.core.money import Dong
from shop.orders.models import OrderStatus
from shop.payments.models import PaymentMethod
from shop.payments.provider import GoTo, ShowCard
from shop.web import views
from shop.web.views.card import CardBankPage, CardSandboxPage
from shop.web.views.pay import PayPage
from tests.web.look_frame import NOW, Shown, site

INTENT = "pi_3a1b2c3d4e5f60718293a4b5"
ORDER = {"intent": INTENT, "order": "CM-7F3K-92PM", "amount": Dong(1_280_000)}
DECLINED = "Thẻ không đủ tiền hoặc vượt hạn mức, bạn chưa bị trừ tiền. Thử thẻ khác hoặc nạp thêm rồi thử lại."


def card_pages() -> Iterator[Shown]:
    at = site(f"/the-thu/{INTENT}")
    missing = views.FieldError(field="number", message="Enter a test card, such as 4242 4242 4242 4242.")
    yield "card-field", "card_sandbox.html", "vi", CardSandboxPage(site=at, **ORDER)
    yield "card-missing", "card_sandbox.html", "en", CardSandboxPage(site=at, **ORDER, errors=(missing,))
    declined = CardSandboxPage(site=at, **ORDER, number="4000 0000 0000 9995", problem=DECLINED)
    yield "card-declined", "card_sandbox.html", "vi", declined
    for locale in ("vi", "en"):
        yield f"card-bank-{locale}", "card_bank.html", locale, CardBankPage(site=at, **ORDER)
    waiting = {
        "site": site("/don-hang/CM-7F3K-92PM/thanh-toan"),
        "code": "CM-7F3K-92PM",
        "status": OrderStatus.HELD,
        "method": PaymentMethod.CARD,
        "total": Dong(1_280_000),
        "missing": Dong(1_280_000),
        "now": NOW,
        "hold_expires_at": NOW + timedelta(minutes=11),
    }
    goes_on = PayPage(**waiting, begun=GoTo(f"/the-thu/{INTENT}", INTENT), failure=DECLINED)
    yield "pay-card-goes-on", "pay.html", "vi", goes_on
    own = ShowCard("pi_1_secret_2", "pk_test_1", "pi_1")
    yield "pay-card-own-field", "pay.html", "vi", PayPage(**waiting, begun=own)
