"""The page a certificate's QR code opens, and the view of a certificate that other pages show."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.catalog.queries import slug_on_sale
from shop.certification.models import Certificate
from shop.certification.queries import CODE_PREFIX, RegisterEntry, entry_by_code
from shop.certification.rules import Standing, standing
from shop.core.clock import today
from shop.core.ids import read_code
from shop.web.pages.answer import both, go, show
from shop.web.pages.visit import Visit
from shop.web.views import CertificateView, VerifyPage

LONGEST_CODE = 60


@get(both("/xac-thuc"), include_in_schema=False)
async def ask_code(
    visit: NamedDependency[Visit], code: Annotated[str, QueryParameter(max_length=LONGEST_CODE)] = ""
) -> Response[bytes]:
    """Type a code; a readable one goes to its page."""
    stored = read_code(CODE_PREFIX, code)
    if stored is not None:
        return go(visit.locale, f"/xac-thuc/{stored}")
    return show(
        "verify.html",
        visit.locale,
        VerifyPage(site=visit.site, code=code, certificate=None),
        status=404 if code else 200,
    )


@get(both("/xac-thuc/{code:str}"), include_in_schema=False)
async def verify_page(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """What the register says of a code: in force, run out, revoked, assessed only, unknown."""
    entry = await entry_by_code(visit.session, code[:LONGEST_CODE])
    if entry is None:
        page = VerifyPage(site=visit.site, code=code[:LONGEST_CODE], certificate=None)
        return show("verify.html", visit.locale, page, status=404)
    view = certificate_view(entry, await today(visit.session), visit.site.base_url)
    slug = await slug_on_sale(visit.session, entry.product.id)
    page = VerifyPage(site=visit.site, code=entry.certificate.code, certificate=view, product_slug=slug)
    return show("verify.html", visit.locale, page)


def certificate_view(entry: RegisterEntry, day: date, base_url: str) -> CertificateView:
    """A certificate as it stands on `day`."""
    certificate = entry.certificate
    said = standing(
        certificate.status, certificate.date_precision, certificate.issued_on, day, certificate.in_force_until
    )
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
        verify_url=f"{base_url}/xac-thuc/{certificate.code}",
        sample=certificate.sample,
    )


def _used(certificate: Certificate, day: date) -> int:
    """The share of its life that is gone, 0 to 100."""
    if certificate.in_force_from is None or certificate.in_force_until is None:
        return 0
    whole = (certificate.in_force_until - certificate.in_force_from).days or 1
    return max(0, min(100, 100 * (day - certificate.in_force_from).days // whole))


routes = [ask_code, verify_page]
