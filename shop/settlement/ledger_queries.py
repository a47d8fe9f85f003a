"""The office's side of the ledger: all accounts, taxes to declare, rates. Debits are positive, credits negative."""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import DateTime, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.carriers.models import CarrierName
from shop.core.db import sql
from shop.core.money import Dong
from shop.producers.models import ProducerKind
from shop.settlement.models import AccountKind, CommissionRate
from shop.settlement.month_rules import Month

_TRIAL = text(sql("settlement/trial_balance"))
_BY_MONTH = text(sql("settlement/taxes_by_month"))
_OF_MONTH = text(sql("settlement/taxes_of_month")).bindparams(
    bindparam("since", type_=DateTime(timezone=True)), bindparam("until", type_=DateTime(timezone=True))
)


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account and what it stands at; `owner` is a producer or place, with a producer's address in `slug`."""

    kind: AccountKind
    owner: str | None
    carrier: CarrierName | None
    slug: str | None
    of_producer: bool
    amount: Dong


class TaxMonth(msgspec.Struct, frozen=True, kw_only=True):
    """What was withheld in a month, less what was given back."""

    month: Month
    vat: Dong
    pit: Dong


class TaxedProducer(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom tax was withheld in a month, and on which revenue."""

    slug: str
    name: str
    tax_code: str | None
    kind: ProducerKind
    address: str | None
    revenue: Dong
    vat: Dong
    pit: Dong


class RateShown(msgspec.Struct, frozen=True, kw_only=True):
    """A rate in hundredths of a percent, from its day on, and who wrote it."""

    starts_on: date
    commission: int
    fee: int
    note: str
    set_by: str


async def trial_balance(session: AsyncSession) -> Sequence[AccountRow]:
    """All accounts, by kind and owner. They add up to nothing."""
    rows = await session.execute(_TRIAL)
    return [
        AccountRow(
            kind=AccountKind(row.kind),
            owner=row.owner,
            carrier=CarrierName(row.carrier) if row.carrier else None,
            slug=row.slug,
            of_producer=row.of_producer,
            amount=row.amount,
        )
        for row in rows
    ]


async def taxes_by_month(session: AsyncSession, limit: int) -> Sequence[TaxMonth]:
    """What was withheld in each month, the newest first."""
    rows = await session.execute(_BY_MONTH, {"most": limit})
    return [TaxMonth(month=Month(row.first_day.year, row.first_day.month), vat=row.vat, pit=row.pit) for row in rows]


async def taxes_of(session: AsyncSession, month: Month) -> Sequence[TaxedProducer]:
    """For the declaration of a month: each producer of whom something was withheld, by name."""
    rows = await session.execute(_OF_MONTH, {"since": month.since, "until": month.until})
    return [
        TaxedProducer(
            slug=row.slug,
            name=row.name,
            tax_code=row.tax_code,
            kind=ProducerKind(row.kind),
            address=row.address,
            revenue=row.revenue,
            vat=row.vat,
            pit=row.pit,
        )
        for row in rows
    ]


async def all_rates(session: AsyncSession, limit: int) -> Sequence[RateShown]:
    """What was written, the furthest day first; before them `rules.FIRST` counts."""
    rows = await session.execute(
        select(CommissionRate, Person.name)
        .join(Person, Person.id == CommissionRate.set_by)
        .order_by(CommissionRate.starts_on.desc())
        .limit(limit)
    )
    return [
        RateShown(starts_on=rate.starts_on, commission=rate.commission, fee=rate.fee, note=rate.note, set_by=name)
        for rate, name in rows
    ]
