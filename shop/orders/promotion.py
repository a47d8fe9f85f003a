"""What an order takes of live prices and vouchers, and what is refused before anything is locked."""

from collections.abc import Iterable

import msgspec

from shop.cart.discount import VoucherFault
from shop.cart.quote import Quote, QuotedLine
from shop.cart.shown import show_quote
from shop.core.errors import Refusal
from shop.core.money import show
from shop.orders.models import Order, OrderLine
from shop.promotions.buyer import buyer_digests
from shop.promotions.errors import (
    VoucherBelowMinimum,
    VoucherExhausted,
    VoucherNotForThese,
    VoucherNotOpen,
    VoucherTwice,
    VoucherUnknown,
)
from shop.promotions.rules import VoucherProblem
from shop.promotions.take import Taking, buyer_limit, quota_exhausted

_FAULTS: dict[VoucherProblem, type[Refusal]] = {
    VoucherProblem.UNKNOWN: VoucherUnknown,
    VoucherProblem.TWICE: VoucherTwice,
    VoucherProblem.NOT_OPEN: VoucherNotOpen,
    VoucherProblem.EXHAUSTED: VoucherExhausted,
    VoucherProblem.BELOW_MINIMUM: VoucherBelowMinimum,
    VoucherProblem.NOT_FOR_THESE: VoucherNotForThese,
}


def check_promotions(quote: Quote) -> None:
    """Refuse what committed state does not give: a voucher that does not count, more pieces than a quota has.

    A refused voucher is named; the new quote, in which it takes nothing off, comes with the refusal.

    Raises:
        VoucherUnknown, VoucherTwice, VoucherNotOpen, VoucherExhausted, VoucherBelowMinimum, VoucherNotForThese.
        QuotaExhausted, BuyerLimit: the live price is not for so many pieces.
    """
    for fault in quote.faults:
        raise fault_refusal(fault, quote)
    for line in quote.lines:
        _check_quota(line)


def fault_refusal(fault: VoucherFault, quote: Quote) -> Refusal:
    """The refusal of a voucher that does not count."""
    extra: dict[str, object] = {"voucher": fault.code, "quote": msgspec.to_builtins(show_quote(quote))}
    return _FAULTS[fault.problem](field="vouchers", extra=extra, voucher=fault.code, minimum=show(fault.minimum))


def takings_of(order: Order, quote: Quote, secret: str) -> list[Taking]:
    """What the order takes: pieces at bounded live prices, a use of each voucher. Nothing for most orders."""
    bounded = {line.live.allowance_id for line in quote.lines if line.live and line.live.allowance_id}
    if not bounded and not quote.discounts:
        return []
    buyers = buyer_digests(secret, order.person_id, order.contact_phone)
    pieces = [
        Taking(
            order_id=order.id,
            allowance_id=allowance_id,
            pieces=sum(line.want.quantity for line in lines),
            buyers=buyers,
            variant_id=lines[0].want.variant_id,
        )
        for allowance_id in sorted(bounded)
        if (lines := [line for line in quote.lines if line.live and line.live.allowance_id == allowance_id])
    ]
    uses = [
        Taking(
            order_id=order.id,
            allowance_id=one.voucher.allowance_id,
            pieces=1,
            buyers=buyers,
            voucher_id=one.voucher.id,
            code=one.voucher.code,
            kind=one.voucher.kind,
            amount=one.amount,
        )
        for one in quote.discounts
    ]
    return [*pieces, *uses]


def has_promotion(order: Order, lines: Iterable[OrderLine]) -> bool:
    """Whether the order may have taken anything of a campaign or a voucher."""
    return order.discount > 0 or any(line.campaign_id is not None for line in lines)


def _check_quota(line: QuotedLine) -> None:
    live, wanted = line.live, line.want.quantity
    if live is None:
        return
    if live.buyer_limit is not None and wanted > live.buyer_limit:
        raise buyer_limit(line.want.variant_id, live.buyer_limit, live.buyer_limit)
    if live.left is not None and wanted > live.left:
        raise quota_exhausted(line.want.variant_id, live.left)
