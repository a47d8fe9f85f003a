"""The office's work list of certificates."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.certification.models import Certificate
from shop.certification.rules import RECOGNISED, Standing
from shop.certification.work_list import Queue, WorkLine, WorkMark, work_counts, work_part
from shop.core.clock import today
from shop.core.errors import Refusal
from shop.core.i18n import Locale, say
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.http.problems import describe
from shop.web import formats
from shop.web.pages.answer import both, show
from shop.web.pages.certificates import certificate_standing
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views.office_certificates import OfficeCertificatesPage, QueueTab, WorkRow

HERE = "/van-phong/chung-nhan"
PAGE = 30
WAITING = (Queue.SUBMITTED, Queue.RETURNED, Queue.DRAFT, Queue.EXPIRING)


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def certificates_page(
    visit: NamedDependency[Visit],
    queue: Annotated[str, QueryParameter(max_length=20)] = "",
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    cursor: Annotated[str, QueryParameter(max_length=MAX_CURSOR)] = "",
) -> Response[bytes]:
    """What waits, by queue: the oldest first, or what runs out first."""
    chosen = Queue(queue) if queue in set(Queue) else await _usual(visit, q)
    try:
        mark = WorkMark(*decode_cursor(cursor, tuple[date, UUID])) if cursor else None
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = await _page(visit, chosen, q, None, problem.detail)
        return show("office_certificates.html", visit.locale, page, status=problem.status)
    return show("office_certificates.html", visit.locale, await _page(visit, chosen, q, mark, None))


async def _page(
    visit: Visit, queue: Queue, q: str, mark: WorkMark | None, problem: str | None
) -> OfficeCertificatesPage:
    counts = await work_counts(visit.session, q)
    part = await work_part(visit.session, queue, q, PAGE, mark)
    day = await today(visit.session)
    more = {"cursor": encode_cursor(tuple(part.next))} if part.next else {}
    return OfficeCertificatesPage(
        site=visit.site,
        console=office(visit, HERE),
        tabs=tuple(QueueTab(key=one.value, path=_path(one, q), count=counts[one], here=one is queue) for one in Queue),
        queue=queue.value,
        rows=tuple(_row(visit.locale, line, day) for line in part.items),
        count=counts[queue],
        q=q,
        next_url=address(visit.locale, _path(queue, q, **more)) if more else None,
        problem=problem,
    )


async def _usual(visit: Visit, q: str) -> Queue:
    """Without a queue one sees the first in which something waits; a search looks everywhere."""
    if q.strip():
        return Queue.ALL
    counts = await work_counts(visit.session, "")
    return next((queue for queue in WAITING if counts[queue]), Queue.ALL)


def _path(queue: Queue, q: str, **more: str) -> str:
    asked = {"queue": queue.value} | ({"q": q} if q else {}) | more
    return f"{HERE}?{urlencode(asked)}"


def _row(locale: Locale, line: WorkLine, day: date) -> WorkRow:
    certificate = line.certificate
    until = until_of(certificate, day)
    return WorkRow(
        code=certificate.code,
        product=line.product.name,
        producer=line.producer,
        standing=certificate_standing(certificate, day),
        stars=certificate.stars if certificate.status in RECOGNISED else None,
        potential_five=certificate.potential_five,
        decision_no=certificate.decision_no,
        issued_on=issued_in_words(locale, certificate),
        until=until,
        days_left=(until - day).days if until and until > day else None,
        since=certificate.created_at.astimezone(formats.HANOI).date(),
        sample=certificate.sample,
    )


def until_of(certificate: Certificate, day: date) -> date | None:
    """The first day on which it no longer holds; None where that is not sure."""
    said = certificate_standing(certificate, day)
    return None if said is Standing.UNCONFIRMED else certificate.in_force_until


def issued_in_words(locale: Locale, certificate: Certificate) -> str | None:
    """The decision's day or year, as exactly as the source says."""
    if certificate.issued_on is None:
        return None
    if certificate.date_precision.value == "year":
        return say(locale, "web.cert.year", year=certificate.issued_on.year)
    return formats.day(locale, certificate.issued_on)


routes = [certificates_page]
