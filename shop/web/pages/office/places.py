"""The office's sales points: coverage, the list, a point added or changed."""

from typing import Annotated
from uuid import uuid4

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import today
from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.places.errors import PlaceUnknown
from shop.places.open_point import change_point, open_point
from shop.places.queries import FoundPlace, every_point, sales_point
from shop.places.rules import is_closed
from shop.regions.queries import communes_of_today, districts
from shop.web.office_queries import products_at_points
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.office.point_form import FIELDS, kept_form, read_point_form, typed_form
from shop.web.pages.place_views import coverage_view
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.office_places import OfficePlacesPage, OfficePointPage, PointForm, PointRow

HERE = "/van-phong/diem-ban"
NEW = f"{HERE}/moi"
MOST = 1000


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def points_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Coverage by district and commune, and every point."""
    session = visit.session
    day, counts = await today(session), await products_at_points(session)
    page = OfficePlacesPage(
        site=visit.site,
        console=office(visit, HERE),
        coverage=await coverage_view(session),
        rows=tuple(
            PointRow(
                slug=one.place.slug,
                name=one.place.name,
                area=", ".join(part for part in (one.place.commune_written, one.place.district_written) if part)
                or None,
                operator=one.place.operator,
                products=counts.get(one.place.id, 0),
                location_exact=one.place.location_exact,
                has_hours=bool(one.hours),
                closed_from=one.place.closed_from,
                closed=is_closed(one.place.closed_from, day),
                sample=one.place.sample,
            )
            for one in await every_point(session, MOST)
        ),
    )
    return show("office_places.html", visit.locale, page)


@get(both(NEW), guards=OFFICERS, include_in_schema=False)
async def new_point_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The form of a new point."""
    page = await _page(visit, None, PointForm(), request_key=uuid4().hex)
    return show("office_point.html", visit.locale, page)


@post(both(NEW), guards=OFFICERS, include_in_schema=False)
async def new_point(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Add the point; a form sent twice adds it once."""
    form = await read_form(visit.request)
    point, missing = read_point_form(form, visit.locale)
    if point is None:
        return await _refused(visit, None, form, errors=missing)
    try:
        key, officer_id = form.request_key(), person_of(visit.actor)
        place = await attempt(visit, lambda session: open_point(session, officer_id, point, key))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        return await _refused(visit, None, form, told.status, errors=told.errors, problem=told.problem)
    return go(visit.locale, f"{HERE}/{place.slug}?done=open")


@get(both(HERE + "/{place_slug:str}"), guards=OFFICERS, include_in_schema=False)
async def point_page(
    visit: NamedDependency[Visit],
    place_slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The form of a point that is there."""
    found = await _known(visit.session, place_slug)
    told = say(visit.locale, f"web.point.done_{done}") if done in {"open", "change"} else None
    form = kept_form(found)
    return show("office_point.html", visit.locale, await _page(visit, found, form, done=told))


@post(both(HERE + "/{place_slug:str}"), guards=OFFICERS, include_in_schema=False)
async def change_page(visit: NamedDependency[Visit], place_slug: FromPath[str]) -> Response[bytes]:
    """Replace what is said of the point."""
    found = await _known(visit.session, place_slug)
    form = await read_form(visit.request)
    point, missing = read_point_form(form, visit.locale)
    if point is None:
        return await _refused(visit, found, form, errors=missing)
    slug, officer_id, version = found.place.slug, person_of(visit.actor), form.number("version") or 0
    try:
        await attempt(visit, lambda session: change_point(session, officer_id, slug, point, version=version))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        return await _refused(visit, found, form, told.status, errors=told.errors, problem=told.problem)
    return go(visit.locale, f"{HERE}/{slug}?done=change")


async def _known(session: AsyncSession, slug: str) -> FoundPlace:
    found = await sales_point(session, slug[:120])
    if found is None:
        raise PlaceUnknown
    return found


async def _refused(
    visit: Visit,
    found: FoundPlace | None,
    form: Form,
    status: int = 422,
    *,
    errors: tuple[FieldError, ...],
    problem: str | None = None,
) -> Response[bytes]:
    """The form as it was typed, with what is wrong; the version stays the one that was read."""
    page = await _page(visit, found, typed_form(form), request_key=form.text("request_key", 80))
    page = msgspec.structs.replace(page, errors=errors, problem=problem, version=form.number("version") or 0)
    return show("office_point.html", visit.locale, page, status=status)


async def _page(
    visit: Visit, found: FoundPlace | None, form: PointForm, *, request_key: str = "", done: str | None = None
) -> OfficePointPage:
    return OfficePointPage(
        site=visit.site,
        console=office(visit, HERE),
        slug=found.place.slug if found else None,
        name=found.place.name if found else say(visit.locale, "web.point.new"),
        form=form,
        communes=tuple((unit.slug, unit.name) for unit in await communes_of_today(visit.session)),
        districts=tuple((unit.slug, unit.name) for unit in await districts(visit.session)),
        version=found.place.version if found else 0,
        request_key=request_key,
        done=done,
    )


routes = [points_page, new_point_page, new_point, point_page, change_page]
