"""Everybody's reviews for the office, and the removal of what is unlawful."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.reviews.queries import all_reviews
from shop.reviews.remove_review import Removal, remove_review
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.review_views import desk_view
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.listings import FilterLink
from shop.web.views.reviews import OfficeReviewsPage

HERE = "/van-phong/danh-gia"
ROWS = 30
REMOVED = "da-go"
SHORTEST, LONGEST = 3, 300  # characters of the ground of a removal


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def reviews_page(
    visit: NamedDependency[Visit],
    loc: Annotated[str, QueryParameter(max_length=20)] = "",
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The newest first; those that were taken down alone."""
    page = await _page(visit, removed=loc == REMOVED, after=read_id(after))
    told = say(visit.locale, "web.reviews.done_removed") if done == "removed" else None
    return show("office_reviews.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def remove_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Take a review down, with who asked for it and why. Safe to repeat."""
    form = await read_form(visit.request)
    removal = Removal(form.text("basis", LONGEST), form.text("reason", LONGEST))
    missing = tuple(
        FieldError(field=name, message=say(visit.locale, "web.reviews.short"))
        for name in ("basis", "reason")
        if len(form.text(name, LONGEST)) < SHORTEST
    )
    if missing:
        return await _again(visit, form, missing, None, 422)
    try:
        await attempt(visit, lambda session: remove_review(session, visit.actor, form.key("review"), removal))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, frozenset())
        return await _again(visit, form, told.errors, told.problem, told.status)
    return go(visit.locale, f"{HERE}?loc={REMOVED}&done=removed")


async def _again(
    visit: Visit, form: Form, errors: tuple[FieldError, ...], problem: str | None, status: int
) -> Response[bytes]:
    page = await attempt(visit, lambda session: _page(visit.over(session), removed=False))
    page = msgspec.structs.replace(
        page,
        failed=form.text("review", 40),
        basis=form.text("basis", LONGEST),
        reason=form.text("reason", LONGEST),
        errors=errors,
        problem=problem,
    )
    return show("office_reviews.html", visit.locale, page, status=status)


async def _page(visit: Visit, *, removed: bool, after: UUID | None = None) -> OfficeReviewsPage:
    rows = await all_reviews(visit.session, removed=removed, limit=ROWS + 1, after=after)
    last = rows[ROWS - 1].review.id if len(rows) > ROWS else None
    return OfficeReviewsPage(
        site=visit.site,
        console=office(visit, HERE),
        reviews=tuple(desk_view(row, visit.locale) for row in rows[:ROWS]),
        filters=(
            FilterLink(label="web.reviews.desk_all", url=HERE, on=not removed),
            FilterLink(label="web.reviews.office_removed", url=f"{HERE}?loc={REMOVED}", on=removed),
        ),
        next_url=f"{HERE}?loc={REMOVED if removed else ''}&after={last}" if last else None,
    )


routes = [reviews_page, remove_act]
