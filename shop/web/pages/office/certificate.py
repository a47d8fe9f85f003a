"""One certificate before an officer: what it is, what happened to it, and the acts its state allows."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import CertificateUnknown
from shop.certification.queries import RegisterEntry, entry_by_code, history_of
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import Locale, say
from shop.media.errors import NoSuchAsset
from shop.media.queries import documents_of
from shop.media.read import document_bytes
from shop.media.store import store_document
from shop.producers.rules import DOCUMENT_BYTES
from shop.web import formats
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form, read_upload
from shop.web.pages.office.certificate_acts import (
    ACTS,
    GRADES,
    GRAVE,
    effects_of,
    fields_of,
    read_typed,
    rehearse,
    run,
    with_paper,
    wrong_fields,
)
from shop.web.pages.office.certificate_page import certificate_page
from shop.web.pages.office.certificates import HERE
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.office_certificates import CertificateForm, OfficeCertificatePage, OfficeConfirmPage

BODY = DOCUMENT_BYTES + 1_000_000
FIELDS = frozenset({*CertificateForm.__struct_fields__, "document"} - {"document_id", "document_name"})
BESIDE = {"document_id": "document", "document_hash": "document", "potential_five": "grade"}
TEMPLATE = "office_certificate.html"
SHOWN_FIELDS = ("reason", "decision_no", "decided_on", "issuer", "revoked_on", "document_name")


@get(both(f"{HERE}/{{code:str}}"), guards=OFFICERS, include_in_schema=False)
async def office_certificate(
    visit: NamedDependency[Visit],
    code: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """A certificate with its history, its product's others, and the forms of what may follow."""
    page = await certificate_page(visit, await _known(visit, code))
    told = say(visit.locale, f"web.certwork.done_{done}") if done in {*ACTS, "draft"} else None
    return show(TEMPLATE, visit.locale, msgspec.structs.replace(page, done=told))


@post(
    both(f"{HERE}/{{code:str}}"),
    guards=OFFICERS,
    include_in_schema=False,
    request_max_body_size=BODY,
)
async def office_certificate_act(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """Do an act (the field `act`); a grave one is tried, shown, and done with `step` = confirmed."""
    entry = await _known(visit, code)
    form = await read_form(visit.request)
    act, typed, step = form.text("act", 20), read_typed(form), form.text("step", 12)
    officer_id, where = person_of(visit.actor), (entry.certificate.code, form.number("version"))
    try:
        if act not in ACTS:
            raise Invalid(field="act")
        typed = await _with_upload(visit, entry, typed)
        wrong = wrong_fields(visit.locale, act, typed)
        if wrong or step == "back":
            page = msgspec.structs.replace(await certificate_page(visit, entry), form=typed, wrong=act, errors=wrong)
            return show(TEMPLATE, visit.locale, page, status=422 if wrong else 200)
        if act in GRAVE and step != "confirmed":
            return await _ask(visit, entry, where, act, typed)
        await attempt(visit, lambda session: run(session, officer_id, where, act, typed))
    except Refusal as refusal:
        refusal.field = BESIDE.get(refusal.field or "", refusal.field)
        return await _refused(visit, where[0], act, typed, refusal)
    return go(visit.locale, f"{HERE}/{where[0]}?done={act}")


@get(f"{HERE}/{{code:str}}/van-ban/{{digest:str}}", guards=OFFICERS, include_in_schema=False)
async def certificate_document(
    visit: NamedDependency[Visit], code: FromPath[str], digest: FromPath[str]
) -> Response[bytes]:
    """A paper behind a step of this certificate, as it was uploaded."""
    entry = await _known(visit, code)
    known = {
        entry.certificate.document_hash,
        *(one.document_hash for one in await history_of(visit.session, entry.certificate.id)),
    }
    asset = (await documents_of(visit.session, [digest])).get(digest) if digest in known else None
    if asset is None:
        raise NoSuchAsset
    way = "inline" if asset.media_type.startswith("image/") else "attachment"
    headers = {
        "content-disposition": f'{way}; filename="van-ban-{digest[:8]}.{asset.media_type.rpartition("/")[2]}"',
        "content-security-policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
        "cache-control": "private, no-store",
    }
    return Response(await document_bytes(visit.settings, asset), media_type=asset.media_type, headers=headers)


async def _known(visit: Visit, code: str) -> RegisterEntry:
    entry = await entry_by_code(visit.session, code[:60], unpublished=True)
    if entry is None:
        raise CertificateUnknown
    return entry


async def _with_upload(visit: Visit, entry: RegisterEntry, typed: CertificateForm) -> CertificateForm:
    """Keep the paper first: the act, or the page that asks again, only names it."""
    upload = await read_upload(visit.request, "document", DOCUMENT_BYTES)
    if upload is None:
        return typed
    officer_id, owner = person_of(visit.actor), entry.product.id
    try:
        asset = await attempt(
            visit,
            lambda session: store_document(
                session,
                visit.settings,
                content=upload.content,
                filename=upload.filename,
                owner=owner,
                uploaded_by=officer_id,
            ),
        )
    except Refusal as refusal:
        refusal.field = "document"
        raise
    return with_paper(typed, asset.id, asset.filename)


async def _ask(
    visit: Visit, entry: RegisterEntry, where: tuple[str, int | None], act: str, typed: CertificateForm
) -> Response[bytes]:
    officer_id = person_of(visit.actor)

    async def tried(session: AsyncSession) -> tuple[str, ...]:
        certificate = await run(session, officer_id, where, act, typed)
        return await effects_of(session, visit.locale, act, certificate)

    facts = [(name, _in_words(visit.locale, getattr(typed, name))) for name in SHOWN_FIELDS if getattr(typed, name)]
    if act == "decide":
        stars, potential = GRADES[typed.grade]
        said = "web.stars.potential" if potential else "web.stars.count"
        facts.insert(0, ("grade", say(visit.locale, said, count=stars)))
        facts.append(("issuer_level", say(visit.locale, f"web.certwork.level.{typed.issuer_level}")))
    page = OfficeConfirmPage(
        site=visit.site,
        console=office(visit, HERE),
        code=where[0],
        product=entry.product.name,
        act=act,
        effects=await rehearse(visit, tried),
        facts=tuple((say(visit.locale, f"web.certwork.field.{name}"), value) for name, value in facts),
        kept=(("act", act), ("version", str(where[1] or "")), *fields_of(typed)),
    )
    return show("office_confirm.html", visit.locale, page)


def _in_words(locale: Locale, typed: str) -> str:
    """What was typed; a date as people of this language read it."""
    day = read_date(typed)
    return typed if day is None else formats.day(locale, day)


async def _refused(visit: Visit, code: str, act: str, typed: CertificateForm, refusal: Refusal) -> Response[bytes]:
    told = Told(refusal, visit.locale, FIELDS)

    async def again(session: AsyncSession) -> OfficeCertificatePage:
        fresh = visit.over(session)
        return await certificate_page(fresh, await _known(fresh, code))

    page = await attempt(visit, again)
    page = msgspec.structs.replace(
        page, form=typed, wrong=act if act in ACTS else "", errors=told.errors, problem=told.problem
    )
    return show(TEMPLATE, visit.locale, page, status=told.status)


routes = [office_certificate, office_certificate_act, certificate_document]
