"""The page a QR code opens, of a certificate or of a batch, and the view of a certificate that other pages show."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.batches.api import CODES
from shop.batches.queries import BatchEntry, batch_by_code, best_in_force
from shop.batches.rules import CODE_PREFIX as BATCH_PREFIX
from shop.catalog.queries import slug_on_sale
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus
from shop.certification.queries import CODE_PREFIX, RegisterEntry, entry_by_code, history_of
from shop.certification.register import follower_of
from shop.certification.rules import Standing, standing
from shop.core.clock import today
from shop.core.typed_codes import fault_of, read_any
from shop.http.etag import conditional
from shop.http.limits import limit_by_address
from shop.web.pages.answer import both, go, show
from shop.web.pages.visit import Visit
from shop.web.qr import qr_svg
from shop.web.views import BatchView, CertificateView, VerifyPage

LONGEST_CODE = 60
PREFIXES = (CODE_PREFIX, BATCH_PREFIX)
DRAWING = ".svg"
NOT_FOUND = 404
KEPT = "public, max-age=86400"  # a code's drawing never changes


@get(both("/xac-thuc"), guards=[limit_by_address(CODES)], include_in_schema=False)
async def ask_code(
    visit: NamedDependency[Visit], code: Annotated[str, QueryParameter(max_length=LONGEST_CODE)] = ""
) -> Response[bytes]:
    """Type a code; a readable one goes to its page, the page a scan opens."""
    for stored in read_any(PREFIXES, code):
        if len(read_any(PREFIXES, code)) == 1 or await _known(visit, stored) is not None:
            return go(visit.locale, f"/xac-thuc/{stored}")
    if code:
        return show("verify.html", visit.locale, _unknown(visit, code), status=NOT_FOUND)
    return show("verify.html", visit.locale, VerifyPage(site=visit.site, code=""))


@get(both("/xac-thuc/{code:str}"), guards=[limit_by_address(CODES)], include_in_schema=False)
async def verify_page(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """What the register says of a code, or its QR where the address ends in `.svg`."""
    typed = code[:LONGEST_CODE].removesuffix(DRAWING)
    found = None
    for stored in read_any(PREFIXES, typed):
        found = found or await _known(visit, stored)
    if found is None:
        return show("verify.html", visit.locale, _unknown(visit, typed), status=NOT_FOUND)
    if code.endswith(DRAWING):
        return _drawing(visit, found)
    if isinstance(found, BatchEntry):
        return show("verify.html", visit.locale, await _batch_page(visit, found))
    return show("verify.html", visit.locale, await _certificate_page(visit, found))


async def _known(visit: Visit, stored: str) -> RegisterEntry | BatchEntry | None:
    if stored.startswith(BATCH_PREFIX):
        return await batch_by_code(visit.session, stored, await today(visit.session))
    return await entry_by_code(visit.session, stored)


def _unknown(visit: Visit, typed: str) -> VerifyPage:
    fault, signs = fault_of(PREFIXES, typed) or (None, "")
    return VerifyPage(site=visit.site, code=typed, fault=fault, signs=signs)


def _drawing(visit: Visit, found: RegisterEntry | BatchEntry) -> Response[bytes]:
    code = found.batch.code if isinstance(found, BatchEntry) else found.certificate.code
    drawn = qr_svg(verify_url(visit.site.base_url, code))
    return conditional(
        visit.request.headers.get("if-none-match"), drawn, media_type="image/svg+xml", cache_control=KEPT
    )


def verify_url(base_url: str, code: str) -> str:
    """The address a code's QR holds: the Vietnamese page, which leads to the English one."""
    return f"{base_url}/xac-thuc/{code}"


async def _certificate_page(visit: Visit, entry: RegisterEntry) -> VerifyPage:
    certificate = entry.certificate
    view = certificate_view(entry, await today(visit.session), visit.site.base_url)
    said = certificate_standing(certificate, await today(visit.session))
    history = await history_of(visit.session, certificate.id)
    return VerifyPage(
        site=visit.site,
        code=certificate.code,
        certificate=view,
        product_slug=await slug_on_sale(visit.session, entry.product.id),
        said=said.value,
        since=view.until if said is not Standing.REVOKED else certificate.in_force_until,
        reason=_last_reason(history) if said is Standing.REVOKED else None,
        follower=await follower_of(visit.session, certificate.id),
    )


async def _batch_page(visit: Visit, entry: BatchEntry) -> VerifyPage:
    registered_id = entry.product.registered_product_id
    held = await best_in_force(visit.session, registered_id)
    certificate = await entry_by_code(visit.session, held.code) if held else None
    slug = await slug_on_sale(visit.session, registered_id)
    day = await today(visit.session)
    return VerifyPage(
        site=visit.site,
        code=entry.batch.code,
        certificate=certificate_view(certificate, day, visit.site.base_url) if certificate else None,
        batch=batch_view(entry, slug),
        product_slug=slug,
    )


def batch_view(entry: BatchEntry, product_slug: str | None) -> BatchView:
    """A batch as its code tells it."""
    batch, place = entry.batch, entry.place
    return BatchView(
        code=batch.code,
        state=entry.state,
        product=entry.product.name,
        product_slug=product_slug,
        variant=entry.variant.name,
        lot=batch.lot,
        produced_on=batch.produced_on,
        best_before=batch.best_before,
        producer=entry.producer.name if entry.producer else None,
        place=place.name if place else None,
        place_slug=place.slug if place else None,
        place_phone=place.phone if place else None,
        recalled_at=batch.recalled_at,
        recall_reason=batch.recall_reason,
        sample=batch.sample,
    )


def _last_reason(history: list[CertificateHistory]) -> str | None:
    return next((step.reason for step in reversed(history) if step.status is CertificateStatus.REVOKED), None)


def certificate_standing(certificate: Certificate, day: date) -> Standing:
    """What may be said of a certificate on `day`."""
    return standing(
        certificate.status, certificate.date_precision, certificate.issued_on, day, certificate.in_force_until
    )


def certificate_view(entry: RegisterEntry, day: date, base_url: str) -> CertificateView:
    """A certificate as it stands on `day`."""
    certificate = entry.certificate
    said = certificate_standing(certificate, day)
    until = (
        None if said is Standing.UNCONFIRMED else certificate.in_force_until
    )  # of a year it is not sure that it ended
    scored = said is Standing.ASSESSED  # never shown as certified, whatever was scored
    return CertificateView(
        code=certificate.code,
        product=entry.product.name,
        producer=entry.producer.name if entry.producer else None,
        stars=None if scored else certificate.stars,
        potential_five=certificate.potential_five and not scored,
        status=certificate.status,
        in_force=said is Standing.IN_FORCE,
        decision_no=certificate.decision_no,
        issuer=certificate.issuer,
        precision=certificate.date_precision,
        issued_on=certificate.issued_on,
        until=until,
        district=entry.product.district_written,
        used_percent=_used(certificate, day),
        days_left=(until - day).days if until else None,
        source_url=certificate.source_url,
        verify_url=verify_url(base_url, certificate.code),
        sample=certificate.sample,
    )


def _used(certificate: Certificate, day: date) -> int:
    """The share of its life that is gone, 0 to 100."""
    if certificate.in_force_from is None or certificate.in_force_until is None:
        return 0
    whole = (certificate.in_force_until - certificate.in_force_from).days or 1
    return max(0, min(100, 100 * (day - certificate.in_force_from).days // whole))


routes = [ask_code, verify_page]
