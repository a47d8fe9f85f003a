"""Addresses of complaints about sessions, and of the authority's stop."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.text import Body, Key, Label, Line, Reason
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.http.locale import locale_of
from shop.markets.api import SlugPath, guest_of
from shop.markets.speaker import Speaker
from shop.oversight.complain import NewComplaint, complain, complaint_token, is_token
from shop.oversight.errors import ComplaintUnknown
from shop.oversight.models import Complaint, ComplaintKind, ComplaintState
from shop.oversight.queries import complaint_by_code
from shop.oversight.rules import LONGEST_WORDS, Deadlines
from shop.oversight.stop import StopOrder, stop_session

SENDERS = Limit("complaints.person", 10, 3600)
ADDRESSES = Limit("complaints.address", 60, 3600)  # a whole phone network may share an address

Words = Annotated[str, Meta(min_length=1, max_length=LONGEST_WORDS, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]


class ComplaintBody(Body):
    """A complaint. `client_id` is the sender's own: sent twice it is one. All but kind and words may be left out."""

    client_id: Key
    kind: ComplaintKind
    words: Words
    order_code: Label = ""
    email: Line = ""
    phone: Label = ""


class StopBody(Body):
    """Why a session is stopped, as everybody reads it, and the number of the paper that wants it."""

    reason: Reason
    document_no: Annotated[str, Meta(min_length=3, max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]


class ComplaintOut(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint as its sender sees it; `token` opens it at its address, without an account. Times are UTC."""

    code: str
    token: str
    kind: ComplaintKind
    state: ComplaintState
    received_at: datetime
    answer_due: datetime
    decide_due: datetime
    decided_at: datetime | None
    answer: str | None

    @classmethod
    def of(cls, complaint: Complaint, settings: Settings) -> "ComplaintOut":
        """The complaint with the token that opens it."""
        return cls(
            code=complaint.code,
            token=complaint_token(settings.secret_key, complaint.code),
            kind=complaint.kind,
            state=complaint.state,
            received_at=complaint.created_at,
            answer_due=complaint.answer_due,
            decide_due=complaint.decide_due,
            decided_at=complaint.decided_at,
            answer=complaint.answer,
        )


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """A session the authority stopped."""

    slug: str
    state: str


def deadlines_of(settings: Settings) -> Deadlines:
    """The days the office has, by the settings."""
    return Deadlines(answer_days=settings.complaint_answer_days, decide_days=settings.complaint_decide_days)


async def take_for_complaint(limiter: Limiter, actor: Actor, request: Request[Any, Any, Any]) -> None:
    """Count a complaint; for the route and for the page's form."""
    await take_for_buyer(limiter, SENDERS if actor.signed_in else ADDRESSES, actor, address_of(request))


@post("/{slug:str}/complaints", status_code=201, operation_id="complain", summary="Complain about a session")
async def post_complaint(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[ComplaintBody],
) -> ComplaintOut:
    """By anybody, during the session and after; what stood in the room is kept beside it."""
    await take_for_complaint(limiter, actor, request)
    new = NewComplaint(
        client_id=data.client_id,
        kind=data.kind,
        words=data.words,
        order_code=data.order_code,
        email=data.email,
        phone=data.phone,
        locale=locale_of(request.scope),
    )
    who = Speaker.of(actor, guest_of(request, settings, slug))
    return ComplaintOut.of(await complain(session, who, slug, new, deadlines_of(settings)), settings)


@get("/{complaint_code:str}", operation_id="readComplaint", summary="A complaint, by its number and token")
async def read_complaint(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    complaint_code: CodePath,
    token: Annotated[str, QueryParameter(max_length=60)],
) -> ComplaintOut:
    """For who sent it: the token came with it."""
    if not is_token(settings.secret_key, complaint_code, token):
        raise ComplaintUnknown
    return ComplaintOut.of((await complaint_by_code(session, complaint_code)).complaint, settings)


@post(
    "/{slug:str}/stop",
    status_code=200,
    guards=[require_role(Role.OFFICER, Role.ADMIN)],
    operation_id="stopSession",
    summary="Stop a session by order of the authority (officers)",
)
async def stop(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[StopBody],
) -> Stopped:
    """At once and for good: pins come down, prices end, the talk is public no more. Again changes nothing."""
    live = await stop_session(session, actor, slug, StopOrder(reason=data.reason, document_no=data.document_no))
    return Stopped(slug=live.slug, state=live.state)


routes = [
    Router("/api/v1/sessions", route_handlers=[post_complaint, stop], tags=["night market"]),
    Router("/api/v1/complaints", route_handlers=[read_complaint], tags=["night market"]),
]
