"""The postings of sales and of what is taken back of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from shop.carriers.models import CarrierName
from shop.settlement.models import AccountKind
from shop.settlement.post_entry import Account
from shop.settlement.rules import LineShare

MONEY = Account(AccountKind.MONEY)
BUYER = Account(AccountKind.BUYER)
SHORTFALL = Account(AccountKind.SHORTFALL)


def books_of(
    producer_id: UUID | None,
    shares: Sequence[LineShare],
    *,
    carrier: CarrierName | None = None,
    delivery: int = 0,
    freed: int = 0,
) -> Mapping[Account, int]:
    """What lines and a delivery mean for each account; all of them negative where they are taken back.

    `delivery` is what the buyer pays for it and `freed` what a voucher of the platform pays (đồng): both are for who
    carries the goods.
    """
    books: Counter[Account] = Counter()
    for share in shares:
        books[BUYER] += share.paid
        books[Account(AccountKind.VOUCHER)] += share.funded
        books[Account(AccountKind.PRODUCER, producer_id=producer_id)] -= share.net
        books[Account(AccountKind.COMMISSION)] -= share.commission
        books[Account(AccountKind.FEE)] -= share.fee
        books[Account(AccountKind.VAT)] -= share.vat
        books[Account(AccountKind.PIT)] -= share.pit
    books[BUYER] += delivery
    books[Account(AccountKind.VOUCHER)] += freed
    books[Account(AccountKind.CARRIER, carrier=carrier)] -= delivery + freed
    return books
