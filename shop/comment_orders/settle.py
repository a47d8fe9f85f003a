"""Say what came of wishes: in the transaction that placed or refused their orders."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.coalescer import OutcomeUnknown
from shop.core.errors import Refusal
from shop.core.idempotency import InProgress
from shop.http.problems import describe
from shop.livestream.order import RoomAsk, order_in_rooms
from shop.orders.terms import OrderTerms
from shop.orders.wish import Placed

NOT_YET = (InProgress, OutcomeUnknown)
"""Refusals that say nothing of the outcome: asking again tells."""


class _Outcome(msgspec.Struct, frozen=True):
    comment: UUID
    code: str | None
    why: str | None
    told: str | None


async def order_and_settle(session: AsyncSession, asks: Sequence[RoomAsk], terms: OrderTerms) -> list[Placed | Refusal]:
    """`order_in_rooms`, and in the same transaction: which orders are a guest's own, and what came of comments."""
    answers = await order_in_rooms(session, asks, terms)
    both = list(zip(asks, answers, strict=True))
    owned = [
        (answer.order.code, ask.wish.buyer)
        for ask, answer in both
        if isinstance(answer, Placed) and not answer.replayed and ask.wish.buyer is not None and not ask.actor.signed_in
    ]
    if owned:
        await session.execute(_OWN, {"codes": [code for code, _ in owned], "buyers": [buyer for _, buyer in owned]})
    outcomes = [found for ask, answer in both if (found := _outcome(ask, answer)) is not None]
    if outcomes:
        columns = {name: [getattr(one, name) for one in outcomes] for name in _Outcome.__struct_fields__}
        await session.execute(_SETTLE, columns)
    return answers


def _outcome(ask: RoomAsk, answer: Placed | Refusal) -> _Outcome | None:
    if ask.wish.comment is None or isinstance(answer, NOT_YET):
        return None
    if isinstance(answer, Placed):
        return _Outcome(ask.wish.comment, answer.order.code, None, None)
    told = describe(answer, ask.wish.locale)
    return _Outcome(ask.wish.comment, None, told.code, told.detail)


_OWN = text(
    "INSERT INTO guest_purchase (session_id, order_id, buyer_key) "
    "SELECT placed.session_id, placed.id, owned.buyer "
    "FROM unnest(CAST(:codes AS text[]), CAST(:buyers AS bytea[])) AS owned (code, buyer) "
    "JOIN shop_order placed ON placed.code = owned.code"
)
_SETTLE = text(
    "UPDATE comment_wish SET ask_until = NULL, why = outcome.why, told = outcome.told, order_id = placed.id, "
    "state = CASE WHEN outcome.code IS NULL THEN 'refused' ELSE 'placed' END "
    "FROM unnest(CAST(:comment AS uuid[]), CAST(:code AS text[]), CAST(:why AS text[]), CAST(:told AS text[])) "
    "AS outcome (comment, code, why, told) LEFT JOIN shop_order placed ON placed.code = outcome.code "
    "WHERE comment_wish.comment_id = outcome.comment "
    "AND (comment_wish.state = 'pending' OR outcome.code IS NOT NULL)"
)
