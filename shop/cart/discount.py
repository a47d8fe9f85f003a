"""What vouchers take off: which count, how much, and how it is shared over lines. Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from shop.core.money import Dong, split
from shop.promotions.models import VoucherKind
from shop.promotions.queries import VoucherOffer
from shop.promotions.rules import VoucherProblem, effect_on, read_code, spread

_ORDER = (VoucherKind.PRODUCER, VoucherKind.PLATFORM, VoucherKind.SHIPPING)


class Discount(msgspec.Struct, frozen=True):
    """A voucher that counts, and the đồng it takes off."""

    voucher: VoucherOffer
    amount: Dong


class VoucherFault(msgspec.Struct, frozen=True):
    """A typed code that does not count, and why; `minimum` (đồng) where the goods come to less."""

    code: str
    problem: VoucherProblem
    minimum: Dong = Dong(0)


class Base(msgspec.Struct, frozen=True):
    """A line that can be sold: what it comes to (đồng), and whose goods it is."""

    total: Dong
    producer_id: UUID | None


class Share(msgspec.Struct, frozen=True):
    """What vouchers take off a line, and what of it the producer pays; đồng."""

    all: Dong = Dong(0)
    producer: Dong = Dong(0)

    def divided(self, pieces: Sequence[int]) -> list["Share"]:
        """The same over so many pieces from each place, with the largest remainder."""
        if len(pieces) == 1:
            return [self]
        producers = split(self.producer, pieces)
        others = split(Dong(self.all - self.producer), pieces)
        return [Share(Dong(mine + other), mine) for mine, other in zip(producers, others, strict=True)]


class Discounts(msgspec.Struct, frozen=True):
    """What counts, in the order it is taken off; what does not; and each line's share."""

    given: tuple[Discount, ...]
    faults: tuple[VoucherFault, ...]
    shares: tuple[Share, ...]

    @property
    def total(self) -> Dong:
        """đồng off in all."""
        return Dong(sum(one.amount for one in self.given))


def discount(
    lines: Sequence[Base], shipping: Dong | None, codes: Sequence[str], known: Mapping[str, VoucherOffer]
) -> Discounts:
    """Take off the producer's voucher first, then the platform's from what is left, then the one for shipping.

    `shipping` (đồng) is None where no delivery is chosen yet. Nothing falls below zero. A minimum is compared with
    the goods the voucher is for, before any discount. A code typed twice counts once.
    """
    chosen, faults = _chosen(codes, known)
    given = []
    shares = [Share() for _ in lines]
    for kind in _ORDER:
        voucher = chosen.get(kind)
        if voucher is None:
            continue
        mine = [line.total if _is_for(voucher, line) else Dong(0) for line in lines]
        fault = _fault(voucher, Dong(sum(mine)), shipping)
        if fault is not None:
            faults.append(fault)
        elif kind is VoucherKind.SHIPPING:
            given.append(Discount(voucher, effect_on(voucher.effect, shipping or Dong(0))))
        else:
            rest = [Dong(max(0, total - share.all)) for total, share in zip(mine, shares, strict=True)]
            amount = effect_on(voucher.effect, Dong(sum(rest)))
            if amount == 0:  # nothing is left to take it from: no use is spent
                faults.append(VoucherFault(voucher.code, VoucherProblem.NOT_FOR_THESE))
                continue
            given.append(Discount(voucher, amount))
            parts = spread(amount, rest)
            shares = [_more(share, part, kind) for share, part in zip(shares, parts, strict=True)]
    return Discounts(tuple(given), tuple(faults), tuple(shares))


def _chosen(
    codes: Sequence[str], known: Mapping[str, VoucherOffer]
) -> tuple[dict[VoucherKind, VoucherOffer], list[VoucherFault]]:
    chosen: dict[VoucherKind, VoucherOffer] = {}
    faults = []
    for typed in dict.fromkeys(read_code(code) or code for code in codes):
        voucher = known.get(typed)
        if voucher is None:
            faults.append(VoucherFault(typed, VoucherProblem.UNKNOWN))
        elif voucher.kind in chosen:
            faults.append(VoucherFault(typed, VoucherProblem.TWICE))
        else:
            chosen[voucher.kind] = voucher
    return chosen, faults


def _fault(voucher: VoucherOffer, goods: Dong, shipping: Dong | None) -> VoucherFault | None:
    """Why the voucher does not count for goods of `goods` đồng that it is for."""
    if not voucher.open:
        return VoucherFault(voucher.code, VoucherProblem.NOT_OPEN)
    if voucher.left is not None and voucher.left <= 0:
        return VoucherFault(voucher.code, VoucherProblem.EXHAUSTED)
    ships = voucher.kind is not VoucherKind.SHIPPING or shipping is None or shipping > 0
    if goods <= 0 or not ships:
        return VoucherFault(voucher.code, VoucherProblem.NOT_FOR_THESE)
    if goods < voucher.effect.minimum:
        return VoucherFault(voucher.code, VoucherProblem.BELOW_MINIMUM, voucher.effect.minimum)
    return None


def _is_for(voucher: VoucherOffer, line: Base) -> bool:
    return voucher.producer_id is None or voucher.producer_id == line.producer_id


def _more(share: Share, part: Dong, kind: VoucherKind) -> Share:
    own = part if kind is VoucherKind.PRODUCER else Dong(0)
    return Share(Dong(share.all + part), Dong(share.producer + own))
