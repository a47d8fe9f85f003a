"""Addresses of labels, of tracking, and of what staff decide where a carrier gives no number."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.i18n import Locale
from shop.dispatch.decide import retry_label, send_ourselves
from shop.dispatch.label import Label, labels_at, labels_of, print_labels
from shop.dispatch.queries import Tracking, tracking_of
from shop.http.locale import locale_of
from shop.orders.queries import order_at_counter, readable_id
from shop.orders.shown import OrderShown
from shop.stockroom.guards import stockroom_of

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
PDF = "application/pdf"

CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
NumberPath = Annotated[int, PathParameter(ge=1, le=999)]
TokenHeader = Annotated[str | None, HeaderParameter(name="X-Order-Token", max_length=100)]


class TrackingList(msgspec.Struct, frozen=True):
    """The parcels of an order that go by a carrier."""

    items: list[Tracking]


async def labels_paper(session: AsyncSession, labels: list[Label], locale: Locale) -> Response[bytes]:
    """The labels as a file to print; for the routes and for the page."""
    first = labels[0]
    name = f"{first.code}-{first.number}.pdf" if len(labels) == 1 else f"{first.code}-{len(labels)}.pdf"
    headers = {
        "content-disposition": f'attachment; filename="label-{name}"',
        "cache-control": "private, no-store",
        "content-language": locale,
    }
    return Response(await print_labels(session, labels, locale), media_type=PDF, headers=headers)


@get("/orders/{code:str}/tracking", operation_id="trackOrder", summary="Where the parcels of an order are")
async def track(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> TrackingList:
    """Those that go by a carrier, with what it told of them. For whoever may read the order."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return TrackingList(await tracking_of(session, order_id))


@get("/orders/{code:str}/labels.pdf", guards=STAFF, operation_id="printOrderLabels", summary="Labels of an order")
async def print_order(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
) -> Response[bytes]:
    """Of its packed parcels at the asker's places: one on A6, several on A4."""
    return await labels_paper(session, await labels_of(session, actor, code, None), locale_of(request.scope))


@get(
    "/orders/{code:str}/parcels/{number:int}/label.pdf",
    guards=STAFF,
    operation_id="printParcelLabel",
    summary="The label of a parcel",
)
async def print_parcel(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    number: NumberPath,
) -> Response[bytes]:
    """A6. With the carrier's number, where a carrier fetches it."""
    return await labels_paper(session, await labels_of(session, actor, code, number), locale_of(request.scope))


@get(
    "/sales-points/{slug:str}/labels.pdf",
    guards=STAFF,
    operation_id="printLabelsOfPoint",
    summary="Labels of all that waits to leave a point",
)
async def print_point(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> Response[bytes]:
    """At most forty packed parcels, the oldest first."""
    place = await stockroom_of(session, actor, slug)
    return await labels_paper(session, await labels_at(session, place), locale_of(request.scope))


@post(
    "/orders/{code:str}/parcels/{number:int}/shipment/retry",
    status_code=200,
    guards=STAFF,
    operation_id="retryLabel",
    summary="Ask the carrier again",
)
async def retry(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, number: NumberPath
) -> OrderShown:
    """For the number of a parcel; the answer comes later. Safe to repeat."""
    return await _shown(session, await retry_label(session, actor, code, number))


@post(
    "/orders/{code:str}/parcels/{number:int}/shipment/drop",
    status_code=200,
    guards=STAFF,
    operation_id="sendOurselves",
    summary="Bring it with the riders of the place",
)
async def drop(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, number: NumberPath
) -> OrderShown:
    """Instead of the carrier the buyer chose, until it has fetched the parcel. Safe to repeat."""
    return await _shown(session, await send_ourselves(session, actor, code, number))


async def _shown(session: AsyncSession, order_id: UUID) -> OrderShown:
    await session.flush()  # the answer is read from the rows
    return await order_at_counter(session, order_id)


routes = [
    Router(
        "/api/v1",
        route_handlers=[track, print_order, print_parcel, print_point, retry, drop],
        tags=["delivery"],
    )
]
