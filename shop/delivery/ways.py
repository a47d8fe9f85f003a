"""The ways to bring certain goods to a commune: read, ask the carriers outside any transaction, keep."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.areas import Areas, derive_areas, find_areas
from shop.carriers.carrier import Area, Carrier, Consignment, ServiceFee
from shop.carriers.connect import Carriers
from shop.carriers.errors import CarrierAway, CarrierRefused
from shop.carriers.models import CarrierName
from shop.core.clock import now, today
from shop.core.money import Dong
from shop.delivery.models import DeliveryQuote
from shop.delivery.rules import Load, asked_hash, packing_fee
from shop.delivery.tariff_rules import distance_km, own_fee, tariff_on
from shop.places.models import Place
from shop.regions.models import Region

OWN = "own"  # the service of our own riders
MOST_WAYS = 8
_NOTHING = Dong(0)
PATIENCE = 8.0  # seconds a buyer waits for one carrier, however many calls it takes


class WhyNot(StrEnum):
    """Why a way is closed for these goods."""

    FRESH = "fresh"  # something must arrive today: no carrier takes it
    AREA = "area"  # the carrier's table does not know the commune or the place
    AWAY = "away"  # it does not answer
    REFUSED = "refused"  # it has no service for it


class ClosedWay(msgspec.Struct, frozen=True):
    """A carrier that cannot bring these goods, and why."""

    carrier: CarrierName
    why: WhyNot


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way that is open, with the fee of each load in their order."""

    carrier: CarrierName | None
    service: str
    name: str
    days: int
    fees: tuple[Dong, ...]

    @property
    def fee(self) -> Dong:
        """đồng for all of them."""
        return Dong(sum(self.fees))


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Loads for a commune, with all that the database knows about the way between them."""

    loads: tuple[Load, ...]
    commune_id: UUID
    distances: tuple[float | None, ...]  # kilometres from each load's place; None: nobody knows
    origins: tuple[UUID | None, ...]  # the commune of each load's place
    areas: Areas
    derived: dict[UUID, Area]
    day: date


async def prepare_ways(session: AsyncSession, loads: Sequence[Load], commune: Region) -> Task:
    """Read what the ways are made of. Five statements."""
    places = {
        place.id: place
        for place in await session.scalars(select(Place).where(Place.id.in_([load.place_id for load in loads])))
    }
    communes = {place.commune_id for place in places.values() if place.commune_id is not None} | {commune.id}
    districts = {place.district_id for place in places.values() if place.district_id is not None}
    units = select(Region).where(Region.id.in_(communes | districts))
    centres = {one.id: one for one in await session.scalars(units)}
    origins = tuple(places[load.place_id].commune_id for load in loads)
    return Task(
        loads=tuple(loads),
        commune_id=commune.id,
        distances=tuple(_distance(places[load.place_id], centres, commune) for load in loads),
        origins=origins,
        areas=await find_areas(session, communes),
        derived=await derive_areas(session, communes),
        day=await today(session),
    )


async def ask_ways(carriers: Carriers, task: Task) -> tuple[list[Way], list[ClosedWay]]:
    """What is open and what is not. Asks the carriers over the network: never inside a transaction."""
    own = _own_way(task)
    ways = [own] if own is not None else []
    closed = []
    known = carriers.all()
    answers = await asyncio.gather(*(_answer(carriers, carrier, task) for carrier in known))
    for carrier, found in zip(known, answers, strict=True):
        if isinstance(found, WhyNot):
            closed.append(ClosedWay(carrier.name, found))
        else:
            ways += found
    return sorted(ways, key=lambda way: (way.carrier is not None, way.fee, way.days))[:MOST_WAYS], closed


async def _answer(carriers: Carriers, carrier: Carrier, task: Task) -> list[Way] | WhyNot:
    """What one carrier offers; one that is slow or refuses closes its own ways and no others."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _carrier_ways(carriers, carrier, task)
    except (CarrierAway, TimeoutError):
        return WhyNot.AWAY
    except CarrierRefused:
        return WhyNot.REFUSED


async def keep_ways(session: AsyncSession, task: Task, ways: Sequence[Way], minutes: int) -> list[DeliveryQuote]:
    """Keep the open ways, to be ordered at their price for so long."""
    ask_id, asked = uuid4(), asked_hash(task.loads, task.commune_id)
    expires_at = await now(session) + timedelta(minutes=minutes)
    rows = [
        DeliveryQuote(
            id=uuid4(),
            ask_id=ask_id,
            position=position,
            asked_hash=asked,
            commune_id=task.commune_id,
            carrier=way.carrier,
            service=way.service,
            service_name=way.name,
            fee=way.fee,
            days=way.days,
            parts={"loads": [_part(load, fee) for load, fee in zip(task.loads, way.fees, strict=True)]},
            expires_at=expires_at,
        )
        for position, way in enumerate(ways)
    ]
    session.add_all(rows)
    await session.flush()
    return rows


def _part(load: Load, fee: Dong) -> dict[str, object]:
    producer = None if load.producer_id is None else str(load.producer_id)
    return {"producer": producer, "place": str(load.place_id), "fee": fee, "weight_g": load.weight_g}


def _distance(place: Place, centres: dict[UUID, Region], commune: Region) -> float | None:
    """From the place; where only its commune or its old district is known, from the middle of that."""
    unit = place.commune_id or place.district_id
    origin = None if unit is None else centres[unit]
    lat = place.lat if place.lat is not None or origin is None else origin.lat
    lon = place.lon if place.lon is not None or origin is None else origin.lon
    if lat is None or lon is None or commune.lat is None or commune.lon is None:
        return None
    return distance_km(lat, lon, commune.lat, commune.lon)


def _own_way(task: Task) -> Way | None:
    tariff = tariff_on(task.day)
    if tariff is None:
        return None
    fees = []
    for load, distance in zip(task.loads, task.distances, strict=True):
        fee = None if distance is None else own_fee(tariff, distance, load.weight_g)
        if fee is None:
            return None
        fees.append(Dong(fee + packing_fee(load)))
    days = 0 if any(load.same_day for load in task.loads) else 1
    return Way(carrier=None, service=OWN, name="", days=days, fees=tuple(fees))


async def _carrier_ways(carriers: Carriers, carrier: Carrier, task: Task) -> list[Way] | WhyNot:
    """The services that take every load, at the sum of their fees."""
    if any(load.same_day for load in task.loads):
        return WhyNot.FRESH
    target = area_of(task, carrier, task.commune_id)
    origins = [None if commune is None else area_of(task, carrier, commune) for commune in task.origins]
    if target is None or None in origins:
        return WhyNot.AREA
    asked = [
        {fee.service: fee for fee in await carriers.fees(carrier, consignment_of(load, origin, target))}
        for load, origin in zip(task.loads, origins, strict=True)
        if origin is not None
    ]
    shared = [service for service in asked[0] if all(service in fees for fees in asked)] if asked else []
    ways = [_summed(carrier.name, task, [fees[service] for fees in asked]) for service in shared]
    return ways or WhyNot.REFUSED


def _summed(carrier: CarrierName, task: Task, fees: Sequence[ServiceFee]) -> Way:
    packed = zip(task.loads, fees, strict=True)
    return Way(
        carrier=carrier,
        service=fees[0].service,
        name=fees[0].name,
        days=max(fee.days for fee in fees),
        fees=tuple(Dong(fee.fee + packing_fee(load)) for load, fee in packed),
    )


def consignment_of(load: Load, origin: Area, target: Area, cash: Dong = _NOTHING) -> Consignment:
    """What a carrier is told of a load; `cash` (đồng) is what it collects."""
    return Consignment(
        origin=origin,
        target=target,
        weight_g=load.weight_g,
        value=load.value,
        cash=cash,
        fragile=load.fragile,
        by_air=load.may_fly,
    )


def area_of(task: Task, carrier: Carrier, commune: UUID) -> Area | None:
    """The carrier's own table; the sandbox also takes numbers we derived."""
    known = task.areas.get((carrier.name, commune))
    return task.derived.get(commune) if known is None and carrier.derived else known
