"""The checkout's delivery part: saved addresses, the search for a commune, and the ways that were offered."""

from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.loads import loads_of
from shop.cart.quote import Quote
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.delivery.addresses import Found, addresses_of
from shop.delivery.choose import ChosenDelivery, to_commune
from shop.delivery.models import DeliveryMethod, DeliveryQuote
from shop.delivery.quotes import way_from, ways_of_ask
from shop.delivery.rules import asked_hash
from shop.delivery.ways import ClosedWay
from shop.regions.find_address import Candidate, find_communes
from shop.regions.models import RegionLevel
from shop.regions.queries import region_by_slug
from shop.web.pages.forms import read_id
from shop.web.pages.visit import Visit
from shop.web.views import Bill, CheckoutForm
from shop.web.views.delivery import CommuneFound, DeliveryPart, SavedChoice, WayChoice

MOST_FOUND = 12


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """What a search for a commune came to; `certain` is the one unit that may be taken over."""

    candidates: Sequence[Candidate] = ()
    certain: Candidate | None = None
    words: str = ""


NOTHING = Searched()


async def search(session: AsyncSession, words: str) -> Searched:
    """Look for a commune by any name. Taken over only where the words can mean one unit and it is certain."""
    if not words:
        return NOTHING
    candidates = await find_communes(session, words, MOST_FOUND)
    certain = candidates[0] if len(candidates) == 1 and candidates[0].certain else None
    return Searched(candidates=candidates, certain=certain, words=words)


async def road_to(session: AsyncSession, slug: str) -> ChosenDelivery:
    """A delivery to the commune `slug`, or to nowhere yet."""
    commune = await region_by_slug(session, RegionLevel.COMMUNE, slug) if slug else None
    if commune is None or commune.valid_to is not None:
        return ChosenDelivery(method=DeliveryMethod.SHIP)
    return to_commune(commune)


async def delivery_part(
    visit: Visit,
    form: CheckoutForm,
    priced: Callable[[ChosenDelivery], Quote],
    road: ChosenDelivery,
    searched: Searched,
    *,
    closed: Sequence[ClosedWay] = (),
) -> DeliveryPart:
    """Everything about delivery on the page; ways that were quoted for other goods or another commune are not shown.

    `priced` quotes the basket for a delivery along `road`.
    """
    person = visit.actor.person_id
    ways = await _ways(visit.session, form, road, priced(road))
    return DeliveryPart(
        saved=tuple(saved_choice(found) for found in await addresses_of(visit.session, person)) if person else (),
        found=tuple(
            CommuneFound(slug=one.unit.slug, name=one.unit.name, was=one.was.name if one.was else None)
            for one in searched.candidates
        ),
        said=_said(searched, visit.locale),
        ways=tuple(
            _choice(way, priced(msgspec.structs.replace(road, way=way_from(way))), visit.locale) for way in ways
        ),
        ask=str(ways[0].ask_id) if ways else "",
        closed=tuple(
            say(visit.locale, f"web.ways.closed.{one.why}", carrier=say(visit.locale, f"web.ways.{one.carrier}"))
            for one in closed
        ),
    )


def saved_choice(found: Found) -> SavedChoice:
    """An address as its owner sees it."""
    address, commune = found
    return SavedChoice(
        id=str(address.id),
        name=address.name,
        phone=address.phone,
        line=address.line,
        commune=commune.name,
        commune_slug=commune.slug,
        default=address.is_default,
        ended=commune.valid_to is not None,
    )


async def _ways(session: AsyncSession, form: CheckoutForm, road: ChosenDelivery, ship: Quote) -> list[DeliveryQuote]:
    ask_id = read_id(form.ask)
    if ask_id is None or road.commune_id is None:
        return []
    meant = asked_hash(loads_of(ship.lines), road.commune_id)
    return [way for way in await ways_of_ask(session, ask_id) if way.asked_hash == meant]


def _choice(way: DeliveryQuote, ship: Quote, locale: Locale) -> WayChoice:
    by_whom = say(locale, f"web.ways.{way.carrier or 'own'}")
    parts = way.parts["loads"]
    return WayChoice(
        id=str(way.id),
        name=f"{by_whom}, {way.service_name}" if way.service_name else by_whom,
        days=say(locale, "web.ways.today") if way.days == 0 else say(locale, "web.ways.days", count=way.days),
        fee=way.fee,
        parcels=tuple((part["weight_g"], Dong(part["fee"])) for part in parts) if len(parts) > 1 else (),
        bill=bill_of(ship),
    )


def bill_of(quote: Quote) -> Bill:
    """The bill of a quote."""
    return Bill(
        subtotal=quote.subtotal,
        shipping=quote.shipping,
        discount=quote.discount,
        total=quote.total,
        discounts=tuple((f"{one.voucher.name} ({one.voucher.code})", one.amount) for one in quote.discounts),
    )


def _said(searched: Searched, locale: Locale) -> str | None:
    if not searched.words:
        return None
    if not searched.candidates:
        return say(locale, "web.ways.none_found", words=searched.words)
    certain = searched.certain
    if certain is None:
        return say(locale, "web.ways.choose", words=searched.words)
    if certain.was is None:
        return say(locale, "web.ways.taken", name=certain.unit.name)
    return say(locale, "web.ways.became", old=certain.was.name, name=certain.unit.name)
