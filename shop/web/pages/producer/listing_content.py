"""The staged form of a listing: saved by its button or while one writes, with pictures, and sent to the office."""

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.http.limits import Limit
from shop.http.problems import describe
from shop.listings.edit import NONE_YET, save_edit
from shop.listings.errors import EditMoved, NothingChanged
from shop.listings.submit import submit_edit
from shop.listings.upload import upload_picture
from shop.listings.wished import diff, wished
from shop.media.rules import LARGEST_PICTURE, MIB
from shop.web import formats
from shop.web.pages.answer import PRIVATE, both, go, show
from shop.web.pages.forms import Upload, read_form, read_upload
from shop.web.pages.listing_changes import change_views
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.content_form import read_content_form, rearranged, with_picture
from shop.web.pages.producer.content_meaning import field_of, meaning_of, with_skus
from shop.web.pages.producer.listing_view import Listing, listing_page, own_listing, read_listing
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.listings import ChangeView, ContentForm

BODY = LARGEST_PICTURE + MIB
PICTURES = Limit("pictures", 300, 3600)  # of a person: each is decoded at once
SENT = "submit"


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What became of saving while one writes. `version` is the edit's, to be sent next; `said` is for people.

    `moved`: somebody else saved meanwhile; nothing is saved any more until a person has looked.
    """

    saved: bool
    said: str
    version: int
    moved: bool = False
    errors: tuple[FieldError, ...] = ()


@post(
    both("/chu-the/{slug:str}/san-pham/{listing_slug:str}/noi-dung"),
    guards=PEOPLE,
    include_in_schema=False,
    request_max_body_size=BODY,
)
async def content_act(
    visit: NamedDependency[Visit], slug: FromPath[str], listing_slug: FromPath[str]
) -> Response[bytes]:
    """Save the form, with what its button does to it (the field `act`) and the picture that came with it."""
    listing = await _editable(visit, slug, listing_slug)
    form = await read_form(visit.request)
    act = form.text("act", 140)
    typed = rearranged(read_content_form(form, listing.skus), act)
    try:
        upload = await read_upload(visit.request, "picture", visit.settings.upload_picture_mb * MIB)
        typed = await _with_upload(visit, listing, typed, upload)
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _refused(visit, listing, typed, refusal, beside="picture")
    if act == "picture" and upload is None:
        missing = FieldError(field="picture", message=say(visit.locale, "web.listing.wrong_picture"))
        return await _page(visit, listing, typed, 422, errors=(missing,))
    return await _save(visit, listing, with_skus(typed, listing.product.slug), act, "picture" if upload else "saved")


@post(both("/chu-the/{slug:str}/san-pham/{listing_slug:str}/tu-luu"), guards=PEOPLE, include_in_schema=False)
async def autosave(visit: NamedDependency[Visit], slug: FromPath[str], listing_slug: FromPath[str]) -> Response[bytes]:
    """Save while one writes; answers a script, in the reader's words."""
    listing = await _editable(visit, slug, listing_slug)
    typed = with_skus(read_content_form(await read_form(visit.request), listing.skus), listing.product.slug)
    wish, errors = meaning_of(typed, visit.locale)
    if errors:
        said = say(visit.locale, "web.listing.not_saved", why=errors[0].message)
        return _answer(Saved(saved=False, said=said, version=typed.version, errors=errors))
    try:
        edit = await attempt(visit, lambda session: save_edit(session, visit.actor, listing.product.id, wish))
    except Forbidden:
        raise
    except NothingChanged:
        return _answer(Saved(saved=True, said=say(visit.locale, "web.listing.as_live"), version=typed.version))
    except Refusal as refusal:
        why = describe(refusal, visit.locale).detail
        moved = isinstance(refusal, EditMoved)
        field = field_of(refusal.field, typed)
        beside = (FieldError(field=field, message=why),) if field else ()
        said = why if moved else say(visit.locale, "web.listing.not_saved", why=why)
        return _answer(Saved(saved=False, said=said, version=typed.version, moved=moved, errors=beside))
    at = formats.clock(await now(visit.session))
    return _answer(Saved(saved=True, said=say(visit.locale, "web.listing.saved_at", at=at), version=edit.version))


async def _editable(visit: Visit, slug: str, listing_slug: str) -> Listing:
    listing = await own_listing(visit, slug, listing_slug)
    if not listing.may_write:
        raise Forbidden
    return listing


async def _with_upload(visit: Visit, listing: Listing, typed: ContentForm, upload: Upload | None) -> ContentForm:
    if upload is None:
        return typed
    await visit.limiter.take(PICTURES, str(person_of(visit.actor)))
    asset = await attempt(
        visit,
        lambda session: upload_picture(
            session,
            visit.settings,
            visit.actor,
            listing.producer.id,
            content=upload.content,
            filename=upload.filename,
        ),
    )
    return with_picture(typed, asset.id)


async def _save(visit: Visit, listing: Listing, typed: ContentForm, act: str, done: str) -> Response[bytes]:
    """Save, then send: a draft that cannot be sent yet is saved all the same."""
    wish, errors = meaning_of(typed, visit.locale)
    if errors:
        return await _page(visit, listing, typed, 422, errors=errors)
    actor = visit.actor
    try:
        edit = await attempt(visit, lambda session: save_edit(session, actor, listing.product.id, wish))
        typed = msgspec.structs.replace(typed, version=edit.version)
        if act == SENT:
            await attempt(visit, lambda session: submit_edit(session, actor, edit.id, edit.version))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _refused(visit, listing, typed, refusal)
    if act == SENT:
        return go(visit.locale, f"{listing.path}?done=submitted")
    pictures = done == "picture" or act.partition(":")[0] in {"up", "down", "drop"}
    return go(visit.locale, f"{listing.path}?done={done}&at=noi-dung#{'pictures' if pictures else 'noi-dung'}")


async def _refused(
    visit: Visit, listing: Listing, typed: ContentForm, refusal: Refusal, beside: str | None = None
) -> Response[bytes]:
    problem = describe(refusal, visit.locale)
    field = beside or field_of(refusal.field, typed)
    moved = isinstance(refusal, EditMoved)
    if field is None:
        return await _page(visit, listing, typed, problem.status, problem=problem.detail, moved=moved)
    errors = (FieldError(field=field, message=problem.detail),)
    return await _page(visit, listing, typed, problem.status, errors=errors)


async def _page(
    visit: Visit,
    listing: Listing,
    typed: ContentForm,
    status: int,
    *,
    errors: tuple[FieldError, ...] = (),
    problem: str | None = None,
    moved: bool = False,
) -> Response[bytes]:
    """The listing as it is now, with the form as it was typed; `moved` shows what differs from what others saved."""

    async def write(session: AsyncSession) -> Response[bytes]:
        over = visit.over(session)
        kept = await read_listing(over, listing.producer, listing.product.id)
        version = kept.open_edit.version if kept.open_edit else NONE_YET
        form = msgspec.structs.replace(typed, version=version) if moved else typed
        page = await listing_page(over, kept, form)
        apart = _apart(visit, kept, typed) if moved else ()
        page = msgspec.structs.replace(page, errors=errors, problem=problem, moved=apart)
        return show("listing.html", visit.locale, page, status=status)

    return await attempt(visit, write)


def _apart(visit: Visit, listing: Listing, typed: ContentForm) -> tuple[ChangeView, ...]:
    theirs = wished(listing.open_edit) if listing.open_edit else listing.live
    mine = meaning_of(typed, visit.locale)[0].content
    skus = {variant.sku for variant in (*theirs.variants, *mine.variants)}
    return change_views(diff(theirs, mine), skus, visit.locale)


def _answer(saved: Saved) -> Response[bytes]:
    body = msgspec.json.encode(saved)
    return Response(body, status_code=200, media_type="application/json", headers={"cache-control": PRIVATE})


routes = [content_act, autosave]
