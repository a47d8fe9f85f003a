"""Addresses of returns for the buyer of an order. Those of who decides and pays are in `staff_api`."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.cart.rules import MAX_LINES
from shop.core.actor import Actor
from shop.core.text import Body, Text
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.media.models import AssetState
from shop.media.rules import LARGEST_PICTURE, picture_address
from shop.orders.api import CodePath, TokenHeader
from shop.orders.queries import readable_id
from shop.returns.add_photo import add_photo
from shop.returns.answer import answer_return, withdraw_return
from shop.returns.ask import Wish, WishedPieces, ask_return
from shop.returns.models import ReturnReason
from shop.returns.queries import returns_of_order, shown_return
from shop.returns.shown import ReturnShown, ReturnsOfOrder
from shop.returns.terms import return_terms

ASKERS = Limit("returns", 30, 3600)  # returns asked for, answered or taken back, by buyer
PHOTOS = Limit("return_photos", 60, 3600)

ReturnPath = Annotated[str, PathParameter(name="return_code", min_length=1, max_length=40)]
Filename = Annotated[str, QueryParameter(max_length=200)]


class PiecesBody(Body):
    """So many pieces of an order line."""

    line: UUID
    pieces: Annotated[int, Meta(ge=1, le=999)]


class AskBody(Body):
    """What of one parcel goes back and why; photos are ids of what was sent in for this order."""

    parcel: Annotated[int, Meta(ge=1, le=999)]
    lines: Annotated[list[PiecesBody], Meta(min_length=1, max_length=MAX_LINES)]
    reason: ReturnReason
    text: Text
    photos: Annotated[list[UUID], Meta(max_length=5)] = msgspec.field(default_factory=list)


class AnswerBody(Body):
    """What the buyer adds."""

    text: Text


class PhotoTaken(msgspec.Struct, frozen=True):
    """A photo that came in; its address shows a drawing until the picture is ready."""

    id: UUID
    state: AssetState
    url: str


@get("/{code:str}/returns", status_code=200, operation_id="listReturnsOfOrder", summary="What of an order goes back")
async def of_order(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> ReturnsOfOrder:
    """What may still be given back and what was asked: for who holds the token, or the buyer signed in."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return await returns_of_order(session, order_id, return_terms(settings))


@post("/{code:str}/returns", status_code=201, operation_id="askReturn", summary="Ask to give goods back")
async def ask(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[AskBody],
    token: TokenHeader = None,
) -> ReturnShown:
    """Within 7 days after the goods came, 30 where what was said of them was wrong."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    await take_for_buyer(limiter, ASKERS, actor, address_of(request))
    lines = tuple(WishedPieces(line=each.line, pieces=each.pieces) for each in data.lines)
    wish = Wish(parcel=data.parcel, lines=lines, reason=data.reason, words=data.text, photos=tuple(data.photos))
    asked = await ask_return(session, actor, order_id, wish, return_terms(settings))
    return await shown_return(session, asked.id)


@post(
    "/{code:str}/return-photos",
    status_code=201,
    operation_id="uploadReturnPhoto",
    summary="Send in a photo for returns of an order",
    request_max_body_size=LARGEST_PICTURE,
)
async def photo(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    code: CodePath,
    filename: Filename = "",
    token: TokenHeader = None,
) -> PhotoTaken:
    """The body is the file itself: JPEG, PNG, WebP or AVIF. The same file twice is one photo."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    await take_for_buyer(limiter, PHOTOS, actor, address_of(request))
    asset = await add_photo(session, settings, actor, order_id, content=await request.body(), filename=filename)
    return PhotoTaken(asset.id, asset.state, picture_address(asset.id))


@post("/{code:str}/returns/{return_code:str}/answer", status_code=200, operation_id="answerReturn", summary="Say more")
async def answer(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    return_code: ReturnPath,
    data: JSONBody[AnswerBody],
    token: TokenHeader = None,
) -> ReturnShown:
    """When more was asked for; the return is then decided anew."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    asked = await answer_return(session, actor, order_id, return_code, data.text, terms=return_terms(settings))
    return await shown_return(session, asked.id)


@post(
    "/{code:str}/returns/{return_code:str}/withdraw", status_code=200, operation_id="withdrawReturn", summary="Keep it"
)
async def withdraw(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    return_code: ReturnPath,
    token: TokenHeader = None,
) -> ReturnShown:
    """The buyer keeps the goods after all, until they are at the point. Safe to repeat."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    asked = await withdraw_return(session, actor, order_id, return_code, return_terms(settings))
    return await shown_return(session, asked.id)


routes = [Router("/api/v1/orders", route_handlers=[of_order, ask, photo, answer, withdraw], tags=["returns"])]
