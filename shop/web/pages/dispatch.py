"""Parcels with carriers at the counter: labels to print, numbers to ask for again, parcels to bring oneself."""

from collections.abc import Mapping
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.i18n import Locale, say
from shop.dispatch.api import labels_paper
from shop.dispatch.decide import retry_label, send_ourselves
from shop.dispatch.label import labels_at, labels_of
from shop.dispatch.queries import Standing, Tracking
from shop.fulfilment.refuse import refuse_order
from shop.http.errors import BadInput
from shop.orders.models import OrderStatus
from shop.places.guards import places_to_serve
from shop.web.pages.answer import both
from shop.web.pages.forms import Form
from shop.web.pages.visit import Visit
from shop.web.views.dispatch import CarriedView, StepView

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
ACTS = {"hoi-lai": "retried", "tu-giao": "dropped", "khong-nhan": "refused"}
LONGEST_REASON = 300  # signs


async def carrier_act(visit: Visit, code: str, act: str, number: int, form: Form) -> None:
    """Ask the carrier again, bring a parcel with the place's own riders, or note that nobody took it.

    Raises:
        Refusal: as each of them.
    """
    if act == "hoi-lai":
        await retry_label(visit.session, visit.actor, code, number)
    elif act == "tu-giao":
        await send_ourselves(visit.session, visit.actor, code, number)
    else:
        reason = " ".join(form.text("reason", LONGEST_REASON).split())
        if not reason:
            raise BadInput("reason", "web.carried.reason_missing")
        await refuse_order(visit.session, visit.actor, code, reason, number)


@get(both("/quay/{code:str}/nhan"), guards=STAFF, include_in_schema=False)
async def label_page(
    visit: NamedDependency[Visit],
    code: FromPath[str],
    number: Annotated[int | None, QueryParameter(ge=1, le=999)] = None,
) -> Response[bytes]:
    """The labels of an order's packed parcels, or of one."""
    return await labels_paper(visit.session, await labels_of(visit.session, visit.actor, code, number), visit.locale)


@get(both("/quay/nhan-kien"), guards=STAFF, include_in_schema=False)
async def labels_page(
    visit: NamedDependency[Visit], place: Annotated[str, QueryParameter(max_length=120)] = ""
) -> Response[bytes]:
    """The labels of all that waits to leave this person's point."""
    mine = await places_to_serve(visit.session, visit.actor)
    here = next((one for one in mine if one.slug == place), mine[0])
    return await labels_paper(visit.session, await labels_at(visit.session, here), visit.locale)


def carried_at_counter(standing: Standing | None, status: OrderStatus, locale: Locale) -> CarriedView | None:
    """A parcel's carrier as staff see it."""
    if standing is None:
        return None
    trouble = None
    if standing.trouble is not None:
        trouble = say(locale, f"web.carried.trouble.{standing.trouble.value}", told=standing.told or "")
    return CarriedView(
        carrier=say(locale, f"label.carrier.{standing.carrier.value}"),
        status=standing.status,
        number=standing.number,
        url=standing.url,
        trouble=trouble,
        can_retry=standing.number is None and not standing.waiting,
        can_drop=status is OrderStatus.PACKED,
    )


def carried_for_buyer(found: list[Tracking], locale: Locale) -> Mapping[int, CarriedView]:
    """The carriers of an order's parcels as its buyer sees them, by the parcel's number."""
    return {
        one.parcel: CarriedView(
            carrier=say(locale, f"label.carrier.{one.carrier.value}"),
            status=one.status,
            number=one.number,
            url=one.url,
            steps=tuple(StepView(step.status, step.at) for step in one.steps),
        )
        for one in found
    }


routes = [labels_page, label_page]
