"""Which news an event is, which way it goes, how a text is written, and how patient delivery is."""

import unicodedata
from datetime import datetime, timedelta

from shop.certification.events import (
    CertificateExpiring,
    CertificateFacts,
    CertificateGranted,
    CertificateLapsed,
    CertificateRevoked,
)
from shop.delivery.models import DeliveryMethod
from shop.orders.cancel import NOT_FETCHED, CancelReason
from shop.orders.events import (
    OrderAllotted,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderExpired,
    OrderFacts,
    OrderHandedOver,
    OrderPacked,
    OrderPlaced,
    OrderRefused,
    OrderRelocated,
    OrderShipped,
    OrderUnpaid,
    OrderUnsupplied,
    OrderWaiting,
)

TRIES = 10  # of one e-mail or text; the last comes about two days after the first

_NEWS: dict[type[OrderFacts], str] = {
    OrderPlaced: "order_placed",
    OrderConfirmed: "order_confirmed",
    OrderShipped: "order_shipped",
    OrderHandedOver: "order_handed_over",
    OrderDelivered: "order_delivered",
    OrderRefused: "order_refused",
    OrderExpired: "order_expired",
    OrderWaiting: "order_waiting",
    OrderUnpaid: "order_unpaid",
    OrderRelocated: "order_relocated",
    OrderAllotted: "order_allotted",
}
OF_PARCELS = frozenset({"order_packed", "order_shipped", "order_delivered", "order_refused"})
"""News that has words of its own when it is about one parcel of several."""
WITH_PICKUP_CODE = frozenset({"order_placed", "order_confirmed", "order_preordered", "order_ready", "order_waiting"})
CONFIRMED, PREORDERED = "order_confirmed", "order_preordered"  # the second where the goods have not come
PLACED, PLACED_UNHELD = "order_placed", "order_placed_unheld"  # the second where who pays first has the goods


def order_news(event: OrderFacts, delivery: DeliveryMethod) -> str:
    """The name of the messages that tell `event` to its buyer."""
    if isinstance(event, OrderPacked):
        return "order_ready" if delivery is DeliveryMethod.PICKUP else "order_packed"
    if isinstance(event, OrderRefused) and event.reason == NOT_FETCHED:
        return "order_unfetched"
    if isinstance(event, OrderUnsupplied):
        return "order_unsupplied" if event.whole else "parcel_unsupplied"
    if isinstance(event, OrderCancelled):
        return "order_withdrawn" if event.reason == CancelReason.NOT_ON_SALE else "order_cancelled"
    return _NEWS[type(event)]


_CERTIFICATE_NEWS: dict[type[CertificateFacts], str] = {
    CertificateGranted: "certificate_granted",
    CertificateExpiring: "certificate_expiring",
    CertificateLapsed: "certificate_lapsed",
    CertificateRevoked: "certificate_revoked",
}


def certificate_news(event: CertificateFacts) -> str:
    """The name of the messages that tell `event` to a producer."""
    return _CERTIFICATE_NEWS[type(event)]


def pause_after(attempts: int) -> timedelta:
    """How long a notice rests after so many tries: two minutes, each time about twice as long, at most 12 hours."""
    return min(timedelta(minutes=2 ** (attempts * 1.1)), timedelta(hours=12))


SIGN_IN_CODE = "sign_in_code"
CODE_OF_USE = timedelta(minutes=10)  # a one-time code is worth nothing later

# What a phone is told when it is all we have; and what it is told beside an e-mail.
TEXTS_ALONE = frozenset(
    {
        "order_confirmed",
        "order_preordered",
        "order_allotted",
        "order_ready",
        "order_shipped",
        "order_refused",
        "order_cancelled",
        "order_withdrawn",
        "order_expired",
        "order_waiting",
        "order_unfetched",
        "order_unsupplied",
        "parcel_unsupplied",
        "order_unpaid",
        "transfer_short",
        "refund_owed",
        "refund_paid",
    }
)
TEXTS_BESIDE_MAIL = frozenset({"order_ready", "order_shipped", "order_waiting"})
MAIL_ONE_MAY_DO_WITHOUT = frozenset({"order_packed", "order_handed_over", "order_delivered"})


def goes_as_text(news: str, *, has_mail: bool, texts_off: bool) -> bool:
    """Whether news of an order goes to the phone. Nobody can turn off what would reach them no other way."""
    if not has_mail:
        return news in TEXTS_ALONE
    return news in TEXTS_BESIDE_MAIL and not texts_off


def goes_as_mail(news: str, *, mail_off: bool) -> bool:
    """Whether news of an order goes by e-mail; what the order needs always does."""
    return not (mail_off and news in MAIL_ONE_MAY_DO_WITHOUT)


def is_too_late(news: str, written_at: datetime, moment: datetime) -> bool:
    """Whether a text is of no more use to its reader."""
    return news == SIGN_IN_CODE and moment - written_at > CODE_OF_USE


LONGEST_PLAIN = 306  # signs of an SMS in two parts: GSM 03.38, 153 each
LONGEST_ACCENTED = 134  # UCS-2, 67 each
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_OTHER_SIGNS = str.maketrans({"đ": "d", "Đ": "D", "₫": "d", "×": "x", "–": "-", "“": '"', "”": '"', "’": "'", "…": "."})


def sms_words(text: str, *, plain: bool) -> str:
    """The words of an SMS: one line, in two parts at most. `plain`: Vietnamese without accents, GSM 03.38 alone.

    What is too long loses its middle: the end is the link, which must stay whole.
    """
    line = " ".join(text.split())
    line = _without_accents(line) if plain else unicodedata.normalize("NFC", line)
    most = LONGEST_PLAIN if plain else LONGEST_ACCENTED
    if len(line) <= most:
        return line
    words, _, end = line.rpartition(" ")
    room = most - len(end) - 2
    return f"{words[:room].rstrip()}. {end}" if room > 0 else end[:most]


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.translate(_OTHER_SIGNS))
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return "".join(sign if sign in _GSM else "?" for sign in bare)
