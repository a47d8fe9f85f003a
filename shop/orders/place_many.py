"""Place many orders in one transaction: each wholly or not at all, the first come first, and each key once."""

from collections.abc import Collection, Coroutine, Hashable, Mapping, Sequence
from typing import Generic, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.quote import Quote, price_lines, read_facts
from shop.cart.rules import Want
from shop.core.errors import Refusal
from shop.core.idempotency import InProgress, KeyReused
from shop.core.key_batch import Keys, draw_keys, find_keys, give_back_keys
from shop.delivery.choose import ChosenDelivery, choose_delivery
from shop.inventory.hold import hold_first_come
from shop.orders.check_cod import cash_histories, check_cod
from shop.orders.check_extras import check_extras
from shop.orders.draft import Draft, agree, draft_order, read_contact
from shop.orders.place import placed_before, wanted_lines
from shop.orders.promotion import takings_of
from shop.orders.receipt import receipt
from shop.orders.terms import OrderTerms
from shop.orders.wish import Ask, Placed, PlaceOrder
from shop.orders.write import write_orders
from shop.promotions.errors import VoucherBuyerLimit, VoucherExhausted
from shop.promotions.note import note_promotions
from shop.promotions.release import forget_promotions
from shop.promotions.take import take_first_come

FoundT = TypeVar("FoundT")
_SPENT = (VoucherExhausted, VoucherBuyerLimit)
Answers = dict[int, Placed | Refusal]  # by the ask's place in the batch


class _Ready(msgspec.Struct, frozen=True):
    """An ask whose words are understood."""

    ask: Ask
    request: PlaceOrder
    wants: list[Want]
    delivery: ChosenDelivery


class _Quotes(msgspec.Struct, frozen=True):
    """What each ask would cost; `plain` of those whose kept voucher counts: what they would cost without it."""

    chosen: dict[int, Quote] = {}
    plain: dict[int, Quote] = {}


async def place_many(session: AsyncSession, asks: Sequence[Ask], terms: OrderTerms) -> list[Placed | Refusal]:
    """Place what can be placed; an order or a refusal for each of `asks`, in their order. Safe to repeat.

    A batch costs about as many statements as one order. What committed state refuses is refused before anything is
    locked. Then keys are claimed in their order, stock is locked in its order and given to the first come while it
    lasts; the others' keys are given back. Of twins with one key the first is placed, the others get its answer.

    Refusals are those of `place_order`.
    """
    answers: Answers = {}
    firsts = {ask.claim.name: at for at, ask in reversed(list(enumerate(asks)))}
    fresh = await _unknown(session, {at: asks[at] for at in sorted(firsts.values())}, terms, answers)
    ready = await _understood(session, fresh, answers)
    quotes = await _agreed(session, ready, terms, answers)
    drawn = await _drawn(session, {at: fresh[at] for at in quotes.chosen if at not in answers}, terms, answers)
    drafts = {at: _draft(one, quotes.chosen[at], drawn, terms) for at, one in ready.items() if at not in answers}
    plain = {at: _draft(ready[at], quotes.plain[at], drawn, terms) for at in drafts if at in quotes.plain}
    refused = await _taken(session, drafts, plain, terms)
    answers |= {at: refused[draft.order.id] for at, draft in drafts.items() if draft.order.id in refused}
    await give_back_keys(session, [asks[at].claim for at in drafts if at in answers])
    held = {at: draft for at, draft in drafts.items() if at not in answers}
    await write_orders(session, list(held.values()), "buyer", [asks[at].request_id for at in held])
    answers |= {at: Placed(receipt(draft, terms.secret), replayed=False) for at, draft in held.items()}
    return [
        answers[at] if at in answers else _twin(asks[first], answers[first], ask)
        for at, (ask, first) in enumerate((ask, firsts[ask.claim.name]) for ask in asks)
    ]


def _draft(one: _Ready, quote: Quote, drawn: Keys, terms: OrderTerms) -> Draft:
    key = drawn[one.ask.claim.name]
    return draft_order(one.request, one.ask.actor, one.delivery, quote, order_id=key.reference, at=key.at, terms=terms)


async def _taken(
    session: AsyncSession, drafts: dict[int, Draft], plain: Mapping[int, Draft], terms: OrderTerms
) -> dict[UUID, Refusal]:
    """Take promotions, then stock, for the first come; those refused. What one without stock had taken is given back.

    Who finds a kept voucher used up has the order without it: its `plain` draft stands among `drafts` then. All its
    allowances are locked already. Who was told in this batch that a quota is gone may find a piece when asking again:
    others gave it back.
    """
    refused = await _take_promotions(session, drafts.values(), terms)
    spent = {at: plain[at] for at in plain if isinstance(refused.get(plain[at].order.id), _SPENT)}
    drafts |= spent
    for draft in spent.values():
        del refused[draft.order.id]
    refused |= await _take_promotions(session, spent.values(), terms)
    held = [draft for draft in drafts.values() if not draft.order.unheld]
    wanted = {draft.order.id: draft.pieces for draft in held if draft.order.id not in refused}
    kept = {under: parcel for draft in held for under, parcel in draft.kept.items()}
    without = await hold_first_come(session, wanted, kept=kept)
    left = [draft for draft in held if draft.order.id in without and takings_of(draft.order, draft.quote, terms.secret)]
    await forget_promotions(session, [draft.order.id for draft in left])
    return {**refused, **without}


async def _take_promotions(session: AsyncSession, drafts: Collection[Draft], terms: OrderTerms) -> dict[UUID, Refusal]:
    """Take what orders want of live prices and vouchers; what is unheld takes nothing yet: it is noted."""
    takings = {draft.order.id: takings_of(draft.order, draft.quote, terms.secret) for draft in drafts}
    unheld = {draft.order.id: takings[draft.order.id] for draft in drafts if draft.order.unheld}
    held = {order_id: wanted for order_id, wanted in takings.items() if order_id not in unheld}
    refused = await note_promotions(session, unheld) if unheld else {}
    return refused | await take_first_come(session, held)


def _twin(first: Ask, answer: Placed | Refusal, ask: Ask) -> Placed | Refusal:
    """What a twin of an ask in the same batch gets."""
    if ask.claim == first.claim:
        return answer if isinstance(answer, Refusal) else Placed(answer.order, replayed=True)
    return InProgress() if isinstance(answer, Refusal) else KeyReused(field="Idempotency-Key")


async def _unknown(
    session: AsyncSession, asks: Mapping[int, Ask], terms: OrderTerms, answers: Answers
) -> dict[int, Ask]:
    """The asks whose key is new; those known are answered with what stands."""
    known = await find_keys(session, [ask.claim for ask in asks.values()])
    for at, ask in asks.items():
        before = known.get(ask.claim.name)
        if before is None:
            continue
        if before.request_hash == ask.claim.request_hash:
            answers[at] = await placed_before(session, before.reference, terms)
        else:
            answers[at] = KeyReused(field="Idempotency-Key")
    return {at: ask for at, ask in asks.items() if at not in answers}


async def _understood(session: AsyncSession, asks: Mapping[int, Ask], answers: Answers) -> dict[int, _Ready]:
    """Read contacts, lines and deliveries; in a crowd many say the same, which is looked up once."""
    lines: _Looked[list[Want]] = _Looked()
    ways: _Looked[ChosenDelivery] = _Looked()
    ready = {}
    for at, ask in asks.items():
        request = ask.request
        try:
            if isinstance(request, Refusal):
                raise request
            read_contact(request.contact)
            wants = await lines.up(request.lines, wanted_lines(session, request))
            way = msgspec.json.encode(request.delivery)
            delivery = await ways.up(way, choose_delivery(session, request.delivery, quoted=False))
        except Refusal as refusal:
            answers[at] = refusal
        else:
            ready[at] = _Ready(ask, request, wants, delivery)
    return ready


class _Looked(Generic[FoundT]):
    """What was looked up for one is known for all who say the same."""

    def __init__(self) -> None:
        self._found: dict[Hashable, FoundT | Refusal] = {}

    async def up(self, what: Hashable, look: Coroutine[None, None, FoundT]) -> FoundT:
        """The result of `look`, or of the one before it for the same `what`."""
        if what in self._found:
            look.close()
        else:
            try:
                self._found[what] = await look
            except Refusal as refusal:
                self._found[what] = refusal
        answer = self._found[what]
        if isinstance(answer, Refusal):
            raise answer
        return answer


async def _agreed(session: AsyncSession, ready: Mapping[int, _Ready], terms: OrderTerms, answers: Answers) -> _Quotes:
    """Price every ask from what is committed, as if it were alone."""
    if not ready:
        return _Quotes()
    codes = {code for one in ready.values() for code in _codes(one.request)}
    facts = await read_facts(session, [want for one in ready.values() for want in one.wants], sorted(codes))
    histories = await cash_histories(session, [one.request for one in ready.values()], terms.cod)
    quotes = _Quotes({}, {})
    for at, one in ready.items():
        quote = price_lines(facts, one.wants, one.delivery, terms.ship_fee, one.request.vouchers)
        quotes.chosen[at] = quote
        if one.request.kept_voucher is not None:
            cheaper = price_lines(facts, one.wants, one.delivery, terms.ship_fee, _codes(one.request))
            if not cheaper.faults:
                quotes.chosen[at], quotes.plain[at] = cheaper, quote
        try:
            agree(quotes.chosen[at], one.request, terms)
            check_cod(histories, one.request, quote.total, terms.cod)
            await check_extras(session, one.request.extras, one.delivery.method, quote)
        except Refusal as refusal:
            answers[at] = refusal
    return quotes


def _codes(request: PlaceOrder) -> tuple[str, ...]:
    """All vouchers that may come off it."""
    return request.vouchers if request.kept_voucher is None else (*request.vouchers, request.kept_voucher)


async def _drawn(session: AsyncSession, asks: Mapping[int, Ask], terms: OrderTerms, answers: Answers) -> Keys:
    """Claim the keys. One that a twin elsewhere has just claimed is waited for, and gives what it then stands for."""
    drawn = await draw_keys(session, [ask.claim for ask in asks.values()]) if asks else {}
    late = {at: ask for at, ask in asks.items() if ask.claim.name not in drawn}
    if late:
        gone = await _unknown(session, late, terms, answers)
        answers |= {at: InProgress() for at in gone}  # the twin was refused: asking again asks anew
    return drawn
