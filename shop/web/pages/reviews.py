"""Reviews for everybody to read, and the forms of an order to write them."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.queries import product_at
from shop.core.errors import NotFound, Refusal
from shop.http.errors import BadCursor
from shop.http.limits import address_of, take_for_buyer
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.http.problems import describe
from shop.media.rules import LARGEST_PICTURE, MIB, picture_address
from shop.orders.queries import readable_id
from shop.reviews.add_photo import add_photo
from shop.reviews.api import PHOTOS, WRITERS
from shop.reviews.errors import PhotoUnknown
from shop.reviews.queries import Mark, lines_to_review, name_at, reviews_of_product, tally
from shop.reviews.rules import LONGEST, MOST_PHOTOS, MOST_POINTS, Sort
from shop.reviews.shown import ReviewLine
from shop.reviews.write_review import Wording, write_review
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, Upload, read_form, read_id, read_uploads
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.producer.acts import attempt
from shop.web.pages.review_views import part_of, review_view
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.listings import FilterLink
from shop.web.views.reviews import KeptPhoto, OrderReviewsPage, ReviewForm, ReviewListPage

ROWS = 20  # reviews of a page
SORTS = {"moi": Sort.NEWEST, "co-anh": Sort.PHOTOS, "diem-thap": Sort.LOWEST}
FIELDS = {"points": "points", "words": "words", "text": "words", "photos": "photos", "file": "photos"}


@get(both("/san-pham/{slug:str}/danh-gia"), include_in_schema=False)
async def reviews_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    sort: Annotated[str, QueryParameter(name="sap-xep", max_length=20)] = "moi",
    cursor: Annotated[str, QueryParameter(max_length=MAX_CURSOR)] = "",
) -> Response[bytes]:
    """All that buyers say of a product, sorted, a page after the other."""
    product_id = await product_at(visit.session, slug[:120])
    if product_id is None:
        raise NotFound
    word = sort if sort in SORTS else "moi"
    rows = await reviews_of_product(visit.session, product_id, SORTS[word], ROWS + 1, _mark(cursor))
    last = rows[ROWS - 1] if len(rows) > ROWS else None
    found = await tally(visit.session, product_id)
    base = f"/san-pham/{slug}/danh-gia"
    page = ReviewListPage(
        site=visit.site,
        name=await name_at(visit.session, product_id),
        part=part_of(found, slug, visit.locale, []),
        sorts=tuple(
            FilterLink(
                label=f"web.reviews.sort_{kind.value}",
                url=f"{base}?sap-xep={name}",
                count=found.with_photos if kind is Sort.PHOTOS else None,
                on=name == word,
            )
            for name, kind in SORTS.items()
        ),
        reviews=tuple(review_view(row, visit.locale) for row in rows[:ROWS]),
        next_url=f"{base}?sap-xep={word}&cursor={encode_cursor((last.points, last.id))}" if last else None,
    )
    return show("reviews.html", visit.locale, page)


@get(both("/don-hang/{code:str}/danh-gia"), include_in_schema=False)
async def forms_page(
    visit: NamedDependency[Visit],
    code: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=5)] = "",
) -> Response[bytes]:
    """A form for each line of an order, for who may open it."""
    page = await _page(visit, await _order(visit, code), code)
    return show("order_reviews.html", visit.locale, msgspec.structs.replace(page, done=done == "1"))


@post(both("/don-hang/{code:str}/danh-gia"), include_in_schema=False, request_max_body_size=LARGEST_PICTURE)
async def write_act(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """Write or change the review of a line. Photos are kept even when the rest is refused. Safe to repeat."""
    order_id = await _order(visit, code)
    form = await read_form(visit.request)
    kept = [found for at in range(1, MOST_PHOTOS + 1) if (found := read_id(form.text(f"keep-{at}", 40)))]
    try:
        await take_for_buyer(visit.limiter, WRITERS, visit.actor, address_of(visit.request))
        kept += await _uploaded(visit, order_id, MOST_PHOTOS - len(kept))
        await attempt(visit, lambda session: _write(session, visit, order_id, form, kept))
    except Refusal as refusal:
        return await _refused(visit, order_id, code, form=form, kept=kept, refusal=refusal)
    return go(visit.locale, f"/don-hang/{code}/danh-gia?done=1")


def _mark(cursor: str) -> Mark | None:
    try:
        return decode_cursor(cursor, tuple[int, UUID]) if cursor else None
    except BadCursor:
        return None  # an address that was cut off: the list begins anew


async def _order(visit: Visit, code: str) -> UUID:
    token = orders_in(visit.request).get(code.upper())
    return await readable_id(visit.session, code, token, visit.actor, visit.settings.secret_key)


async def _uploaded(visit: Visit, order_id: UUID, room: int) -> list[UUID]:
    """Take in the photos that came along, each in a transaction of its own.

    Raises:
        PhotoUnknown: more than there is room for.
    """
    most = visit.settings.upload_picture_mb * MIB
    uploads = await read_uploads(visit.request, "photos", most, MOST_PHOTOS)
    if len(uploads) > room:
        raise PhotoUnknown(field="photos", most=MOST_PHOTOS)
    return list(dict.fromkeys([await _take(visit, order_id, upload) for upload in uploads]))


async def _take(visit: Visit, order_id: UUID, upload: Upload) -> UUID:
    await take_for_buyer(visit.limiter, PHOTOS, visit.actor, address_of(visit.request))

    async def act(session: AsyncSession) -> UUID:
        asset = await add_photo(
            session, visit.settings, visit.actor, order_id, content=upload.content, filename=upload.filename
        )
        return asset.id

    try:
        return await attempt(visit, act)
    except Refusal as refusal:
        refusal.field = "photos"
        raise


async def _write(session: AsyncSession, visit: Visit, order_id: UUID, form: Form, kept: list[UUID]) -> None:
    points = form.number("points") or 0
    photos = tuple(dict.fromkeys(kept))
    said = Wording(points=points, words=form.text("words", LONGEST), photos=photos, locale=visit.locale)
    await write_review(session, visit.actor, order_id, form.key("line"), said)


async def _refused(
    visit: Visit, order_id: UUID, code: str, *, form: Form, kept: list[UUID], refusal: Refusal
) -> Response[bytes]:
    problem = describe(refusal, visit.locale)
    line, field = form.text("line", 40), FIELDS.get(refusal.field or "")

    async def write(session: AsyncSession) -> Response[bytes]:
        page = await _page(visit.over(session), order_id, code)
        forms = tuple(_typed(one, form, kept) if one.line == line else one for one in page.forms)
        errors = (FieldError(field=field, message=problem.detail),) if field else ()
        told = msgspec.structs.replace(
            page, forms=forms, failed=line, errors=errors, problem=None if field else problem.detail
        )
        return show("order_reviews.html", visit.locale, told, status=problem.status)

    return await attempt(visit, write)


def _typed(one: ReviewForm, form: Form, kept: list[UUID]) -> ReviewForm:
    points = form.number("points") or 0
    return msgspec.structs.replace(
        one,
        points=points if 0 < points <= MOST_POINTS else 0,
        words=form.text("words", LONGEST),
        photos=_kept(kept),
    )


async def _page(visit: Visit, order_id: UUID, code: str) -> OrderReviewsPage:
    lines = await lines_to_review(visit.session, order_id)
    return OrderReviewsPage(
        site=visit.site,
        code=code.upper(),
        received=any(line.received for line in lines),
        forms=tuple(_form(line) for line in lines),
        most_photos=MOST_PHOTOS,
    )


def _form(line: ReviewLine) -> ReviewForm:
    said = line.review
    removed = said.removed if said else None
    return ReviewForm(
        line=str(line.line),
        product_slug=line.product_slug,
        product=line.product_name,
        variant=line.variant_name,
        image=line.image,
        received=line.received,
        points=said.points if said else 0,
        words=said.text if said else "",
        photos=_kept(said.photos) if said else (),
        written_at=said.at if said else None,
        editable=said.editable if said else True,
        removed_at=removed.at if removed else None,
        removal_basis=removed.basis if removed else "",
        removal_reason=removed.reason if removed else "",
    )


def _kept(photos: list[UUID] | tuple[UUID, ...]) -> tuple[KeptPhoto, ...]:
    return tuple(KeptPhoto(id=str(photo), image=picture_address(photo, 320)) for photo in photos)


routes = [reviews_page, forms_page, write_act]
