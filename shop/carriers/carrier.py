"""The one interface every carrier is spoken to by, in our own words; the gateways translate it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from shop.carriers.models import CarrierName, ShipmentStatus
from shop.core.money import Dong


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A commune as a carrier knows it: its numbers, and the names of the units before July 2025."""

    province_code: str
    district_code: str
    ward_code: str
    province: str
    district: str
    ward: str


class Consignment(msgspec.Struct, frozen=True, kw_only=True):
    """What travels together from one place to one address. Weight in grams, value and cash to collect in đồng."""

    origin: Area
    target: Area
    weight_g: int
    value: Dong
    cash: Dong = Dong(0)
    fragile: bool = False
    by_air: bool = True  # may it fly; liquids and spirits may not


class ServiceFee(msgspec.Struct, frozen=True, kw_only=True):
    """What a service asks (đồng) and how many days it promises."""

    service: str
    name: str
    fee: Dong
    days: int
    air: bool = False


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who gives or takes a parcel, and at which door."""

    name: str
    phone: str
    line: str


class LabelOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel to be fetched. `reference` is ours: a carrier makes one label for it however often it is asked."""

    reference: UUID
    service: str
    consignment: Consignment
    sender: Party
    receiver: Party
    contents: str
    note: str = ""


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What the carrier has given the parcel."""

    tracking: str
    fee: Dong
    label_url: str | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a carrier told. `status` is None where we do not know its code; `told_at` is UTC."""

    foreign_id: str
    tracking: str
    code: str
    status: ShipmentStatus | None
    told_at: datetime
    reason: str = ""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier's callback as it came in."""

    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Carrier(Protocol):
    """A carrier. Every call has a time limit and none is made inside a transaction.

    `derived` says that it takes areas whose numbers we derived ourselves (the sandbox); a real one does not.
    """

    name: CarrierName
    derived: bool

    async def fees(self, consignment: Consignment) -> tuple[ServiceFee, ...]:
        """What each of its services asks, none where it does not go there.

        Raises:
            CarrierAway, CarrierRefused: it does not answer, or not as it should.
        """

    async def create(self, order: LabelOrder) -> Label:
        """Ask for a label. Safe to repeat: the same reference gives the same label. Raises as `fees`."""

    async def cancel(self, tracking: str) -> None:
        """Take a parcel back that was not fetched. Raises as `fees`."""

    async def track(self, tracking: str, /) -> Report | None:
        """What it says of the parcel now; None where it tells by callback alone. Raises as `fees`."""

    def read_callback(self, call: Call) -> Report:
        """Read what it tells.

        Raises:
            ForgedCallback: it does not know our secret.
            BadCallback: it cannot be read.
        """
