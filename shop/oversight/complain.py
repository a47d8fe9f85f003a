"""Complain about a session, with what stood in its room kept beside it."""

import base64
import hmac
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.i18n import Locale
from shop.core.idempotency import KeyReused
from shop.core.ids import keyed_digest, new_code, read_code
from shop.core.outbox import publish
from shop.core.text import Email, Phone, squeeze
from shop.livestream.queries import line_up, newest_talk
from shop.livestream.room import CommentSeen, LineUpItem
from shop.markets.queries import stall_by_slug
from shop.markets.speaker import Speaker
from shop.oversight.errors import ComplaintContactWrong, ComplaintOrderWrong, ComplaintSaysNothing
from shop.oversight.events import ComplaintMoved
from shop.oversight.models import Complaint, ComplaintHistory, ComplaintKind, ComplaintState
from shop.oversight.rules import MOST_LINES, Deadlines

PREFIX = "KN"
SENDER = "sender"  # in the history: who complained, whoever they are


class NewComplaint(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody complains of; an order and a way to be answered may be left out."""

    client_id: str
    kind: ComplaintKind
    words: str
    order_code: str = ""
    email: str = ""
    phone: str = ""
    locale: Locale


class PinNow(msgspec.Struct, frozen=True, kw_only=True):
    """What was pinned when a complaint came in; amounts in đồng."""

    variant: UUID
    name: str
    price: int
    list_price: int


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A room at the moment of a complaint, its talk with telephone numbers hidden."""

    at: datetime
    state: str
    title: str
    host: str
    pins: list[PinNow]
    lines: list[CommentSeen]


async def complain(
    session: AsyncSession, who: Speaker, slug: str, new: NewComplaint, deadlines: Deadlines
) -> Complaint:
    """Take a complaint in, in any state of the session. The same `client_id` of the same sender is one complaint.

    Raises:
        ComplaintSaysNothing, ComplaintContactWrong, ComplaintOrderWrong: it cannot be meant so.
        KeyReused: the id came with another complaint.
        SessionUnknown: no session has this address.
    """
    said = _checked(new)
    stall = await stall_by_slug(session, slug)
    items = await line_up(session, stall.live)
    talk = await newest_talk(session, stall.live.id, limit=MOST_LINES)
    snapshot = Snapshot(
        at=stall.now,
        state=stall.live.state,
        title=stall.live.title,
        host=stall.host_name,
        pins=[_pin(item) for item in items if item.pinned],
        lines=talk.comments,
    )
    answer_due, decide_due = deadlines.due(await now(session))
    row = said | {
        "code": new_code(PREFIX),
        "session_id": stall.live.id,
        "person_id": who.person_id,
        "guest_key": who.guest_key,
        "snapshot": msgspec.to_builtins(snapshot),
        "answer_due": answer_due,
        "decide_due": decide_due,
    }
    same = ["session_id", "client_id"]
    made = await session.scalar(
        insert(Complaint).values(row).on_conflict_do_nothing(index_elements=same).returning(Complaint.id)
    )
    if made is not None:
        session.add(ComplaintHistory(complaint_id=made, state=ComplaintState.RECEIVED, actor=SENDER, note=""))
        publish(session, ComplaintMoved(complaint_id=made, state=ComplaintState.RECEIVED))
    complaint: Complaint = (
        await session.scalars(
            select(Complaint).where(Complaint.session_id == stall.live.id, Complaint.client_id == new.client_id)
        )
    ).one()
    if (complaint.person_id, complaint.guest_key, complaint.words) != (who.person_id, who.guest_key, said["words"]):
        raise KeyReused(field="client_id")
    return complaint


def complaint_token(secret: str, code: str) -> str:
    """What opens a complaint to who sent it, without an account."""
    return base64.urlsafe_b64encode(keyed_digest(secret, "complaint", code)[:18]).decode()


def is_token(secret: str, code: str, token: str) -> bool:
    """Whether `token` is that of the complaint."""
    return hmac.compare_digest(complaint_token(secret, code).encode(), token.encode())


def _checked(new: NewComplaint) -> dict[str, object]:
    words = new.words.strip()
    if not any(sign.isalnum() for sign in words):
        raise ComplaintSaysNothing(field="words")
    order_code = read_code("CM", new.order_code) if squeeze(new.order_code) else None
    if squeeze(new.order_code) and order_code is None:
        raise ComplaintOrderWrong(field="order_code")
    return {
        "client_id": new.client_id,
        "kind": new.kind,
        "words": words,
        "order_code": order_code,
        "email": _email(new.email),
        "phone": _phone(new.phone),
        "locale": new.locale,
    }


def _email(text: str) -> str | None:
    try:
        return msgspec.convert(text.strip().lower(), Email) if text.strip() else None
    except msgspec.ValidationError:
        raise ComplaintContactWrong(field="email") from None


def _phone(text: str) -> str | None:
    try:
        return msgspec.convert(text.strip(), Phone) if text.strip() else None
    except msgspec.ValidationError:
        raise ComplaintContactWrong(field="phone") from None


def _pin(item: LineUpItem) -> PinNow:
    return PinNow(variant=item.variant_id, name=item.name, price=item.price, list_price=item.list_price)
