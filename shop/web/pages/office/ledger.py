"""The ledger in the programme office: all accounts, taxes to declare, rates with a form for a new one."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.core.clock import today
from shop.core.errors import Refusal
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.settlement.errors import RateDayUnreadable, RateUnreadable
from shop.settlement.ledger_queries import AccountRow, RateShown, all_rates, taxes_by_month, trial_balance
from shop.settlement.models import AccountKind
from shop.settlement.rate_rules import HIGHEST_COMMISSION, HIGHEST_FEE, read_rate, show_rate
from shop.settlement.rules import FIRST
from shop.settlement.set_rate import NewRate, set_rate
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.ledger import AccountView, KindRow, LedgerPage, RateForm, RateRow, TaxRow

HERE = "/van-phong/so-cai"
SHOWN = 200  # producers on the page, those with most money first; the sheet has all
MONTHS, RATES = 24, 50
FIELDS = frozenset({"starts_on", "commission", "fee", "note"})
LONGEST_NOTE = 200


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def ledger_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """As of now."""
    page = await _page(visit, RateForm())
    told = say(visit.locale, "web.ledger.done_rate") if done == "rate" else None
    return show("office_ledger.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def ledger_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Write a rate ahead of its day; the same form sent twice writes it once."""
    typed = _typed(await read_form(visit.request))
    try:
        wish = _wished(typed)
        await attempt(visit, lambda session: set_rate(session, person_of(visit.actor), wish))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(await _page(visit, typed), errors=told.errors, problem=told.problem)
        return show("office_ledger.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done=rate")


def _typed(form: Form) -> RateForm:
    return RateForm(
        starts_on=form.text("starts_on", 12),
        commission=form.text("commission", 8),
        fee=form.text("fee", 8),
        note=form.text("note", LONGEST_NOTE),
    )


def _wished(typed: RateForm) -> NewRate:
    day = read_date(typed.starts_on)
    if day is None:
        raise RateDayUnreadable(field="starts_on")
    rates = {}
    for field, most in (("commission", HIGHEST_COMMISSION), ("fee", HIGHEST_FEE)):
        rate = read_rate(getattr(typed, field), most)
        if rate is None:
            raise RateUnreadable(field=field, most=most // 100)
        rates[field] = rate
    return NewRate(starts_on=day, note=typed.note, **rates)


async def _page(visit: Visit, form: RateForm) -> LedgerPage:
    rows = await trial_balance(visit.session)
    of_producers = sorted((row for row in rows if row.of_producer), key=lambda row: -abs(row.amount))
    taxes = await taxes_by_month(visit.session, MONTHS)
    return LedgerPage(
        site=visit.site,
        console=office(visit, HERE),
        kinds=_kinds(rows),
        debit=Dong(sum(max(row.amount, 0) for row in rows)),
        credit=Dong(sum(max(-row.amount, 0) for row in rows)),
        owed=Dong(sum(max(-row.amount, 0) for row in of_producers)),
        owing=Dong(sum(max(row.amount, 0) for row in of_producers)),
        others=tuple(_account(visit, row) for row in rows if not row.of_producer),
        producers=tuple(_account(visit, row) for row in of_producers[:SHOWN]),
        producer_count=len(of_producers),
        taxes=tuple(
            TaxRow(
                first_day=one.month.first_day,
                vat=one.vat,
                pit=one.pit,
                csv_url=f"{HERE}/thue/{one.month}/khau-tru.csv",
            )
            for one in taxes
        ),
        rates=await _rates(visit),
        form=form,
    )


def _kinds(rows: Sequence[AccountRow]) -> tuple[KindRow, ...]:
    """In the order of the kinds: first the money that is there."""
    found = []
    for kind in AccountKind:
        amounts = [row.amount for row in rows if row.kind is kind]
        if amounts:
            debit, credit = sum(max(one, 0) for one in amounts), sum(max(-one, 0) for one in amounts)
            found.append(KindRow(kind=kind, accounts=len(amounts), debit=Dong(debit), credit=Dong(credit)))
    return tuple(found)


def _account(visit: Visit, row: AccountRow) -> AccountView:
    return AccountView(
        name=account_name(visit, row),
        path=f"/chu-the/{row.slug}/doi-soat" if row.slug else "",
        debit=Dong(max(row.amount, 0)),
        credit=Dong(max(-row.amount, 0)),
    )


def account_name(visit: Visit, row: AccountRow) -> str:
    """What an account is called: by its owner where it has one, else by its kind."""
    if row.of_producer and row.owner:
        return row.owner
    kind = say(visit.locale, f"web.ledger.kind.{row.kind}")
    owner = say(visit.locale, f"web.cod.carrier_name.{row.carrier}") if row.carrier else row.owner
    if owner:
        return f"{kind}: {owner}"
    own = row.kind in {AccountKind.CARRIER, AccountKind.PRODUCER}
    return f"{kind}: {say(visit.locale, f'web.ledger.nobody.{row.kind}')}" if own else kind


async def _rates(visit: Visit) -> tuple[RateRow, ...]:
    """What was written, and below it what was taken from the beginning."""
    rates = await all_rates(visit.session, RATES)
    day = await today(visit.session)
    here = next((rate.starts_on for rate in rates if rate.starts_on <= day), None)
    first = RateShown(starts_on=date.min, commission=FIRST.commission, fee=FIRST.fee, note="", set_by="")
    return tuple(_rate(rate, _state(rate.starts_on, day, here), visit.locale) for rate in (*rates, first))


def _state(starts_on: date, day: date, here: date | None) -> str:
    if starts_on > day:
        return "ahead"
    return "now" if starts_on == (here or date.min) else "past"


def _rate(rate: RateShown, state: str, locale: Locale) -> RateRow:
    return RateRow(
        starts_on=None if rate.starts_on == date.min else rate.starts_on,
        commission=show_rate(rate.commission, locale),
        fee=show_rate(rate.fee, locale),
        note=rate.note,
        set_by=rate.set_by or None,
        state=state,
    )


routes = [ledger_page, ledger_act]
