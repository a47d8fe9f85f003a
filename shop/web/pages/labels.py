"""Labels to print for a certificate or a batch: A4 sheets, and the roll of a label printer."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from shop.accounts.guards import require_signed_in
from shop.batches.guards import require_printer
from shop.batches.queries import BatchEntry, batch_by_code, best_in_force
from shop.batches.rules import CODE_PREFIX as BATCH_PREFIX
from shop.batches.rules import BatchState
from shop.certification.models import Certificate
from shop.certification.queries import CODE_PREFIX, RegisterEntry, entry_by_code
from shop.certification.rules import Standing
from shop.core.clock import today
from shop.core.errors import NotFound
from shop.core.i18n import say
from shop.core.typed_codes import read_any
from shop.web.pages.answer import both, show
from shop.web.pages.certificates import certificate_standing, verify_url
from shop.web.pages.visit import Visit
from shop.web.views import Label, LabelsPage

SIZES = {"a4-24": 24, "a4-40": 40, "roll": 1}  # labels on a sheet
MOST_SHEETS = 100
CONFLICT = 409

SheetsQuery = Annotated[int, QueryParameter(ge=1, le=MOST_SHEETS)]


@get(both("/nhan/{label_code:str}"), guards=[require_signed_in], include_in_schema=False)
async def labels_page(
    visit: NamedDependency[Visit],
    label_code: Annotated[str, PathParameter(min_length=1, max_length=40)],
    size: Annotated[str, QueryParameter(max_length=20)] = "a4-24",
    sheets: SheetsQuery = 1,
) -> Response[bytes]:
    """Labels for the producer's people, the staff of the place and the office; none for what must not be labelled."""
    label, refused = await _label(visit, label_code)
    chosen = size if size in SIZES else "a4-24"
    page = LabelsPage(
        site=visit.site,
        code=label.code,
        size=chosen,
        sizes=tuple(SIZES),
        sheets=sheets,
        most=MOST_SHEETS,
        label=None if refused else label,
        each=SIZES[chosen],
        problem=say(visit.locale, f"web.labels.{refused}") if refused else None,
    )
    return show("labels.html", visit.locale, page, status=CONFLICT if refused else 200)


async def _label(visit: Visit, typed: str) -> tuple[Label, str | None]:
    """The label of a code, and why it must not be printed.

    Raises:
        NotFound: no certificate and no batch has this code.
        Forbidden: it is somebody else's.
    """
    day = await today(visit.session)
    for stored in read_any((CODE_PREFIX, BATCH_PREFIX), typed):
        if stored.startswith(BATCH_PREFIX):
            batch = await batch_by_code(visit.session, stored, day)
            if batch is not None:
                await require_printer(visit.session, visit.actor, batch.variant.producer_id, batch.batch.place_id)
                held = await best_in_force(visit.session, batch.product.registered_product_id)
                return _batch_label(visit, batch, held), _batch_refusal(batch)
        entry = await entry_by_code(visit.session, stored)
        if entry is not None:
            await require_printer(visit.session, visit.actor, entry.product.producer_id)
            holds = certificate_standing(entry.certificate, day) is Standing.IN_FORCE
            return _certificate_label(visit, entry), None if holds else "not_in_force"
    raise NotFound


def _batch_refusal(entry: BatchEntry) -> str | None:
    return entry.state.value if entry.state in {BatchState.RECALLED, BatchState.PAST} else None


def _batch_label(visit: Visit, entry: BatchEntry, held: Certificate | None) -> Label:
    """Stars only while a certificate is in force: the goods outlive it."""
    batch = entry.batch
    return Label(
        code=batch.code,
        url=verify_url(visit.site.base_url, batch.code),
        product=entry.product.name,
        producer=entry.producer.name if entry.producer else None,
        stars=held.stars if held else None,
        potential_five=held.potential_five if held else False,
        variant=entry.variant.name,
        lot=batch.lot,
        produced_on=batch.produced_on,
        best_before=batch.best_before,
    )


def _certificate_label(visit: Visit, entry: RegisterEntry) -> Label:
    certificate = entry.certificate
    return Label(
        code=certificate.code,
        url=verify_url(visit.site.base_url, certificate.code),
        product=entry.product.name,
        producer=entry.producer.name if entry.producer else None,
        stars=certificate.stars,
        potential_five=certificate.potential_five,
        until=certificate.in_force_until,
    )


routes = [labels_page]
