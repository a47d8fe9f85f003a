"""Where a producer's money goes, and what went: owners say it, the other members look."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.core.actor import Role
from shop.core.clock import now
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.core.money import Dong
from shop.payments.banks import BANKS
from shop.payouts.propose_account import LONGEST_HOLDER, Wished, propose_account
from shop.payouts.queries import accounts_of_producer, payouts_of_producer
from shop.payouts.terms import payout_terms
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import member_role
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.payout_views import account_view, payout_view
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views.payouts import BankAccountForm, BankAccountPage

HERE = "/tai-khoan-ngan-hang"
AT = "/chu-the/{slug:str}" + HERE
PAYOUTS_SHOWN = 30
FIELDS = frozenset({"bank_bin", "number", "holder", "stripe_account"})
CHOICES = tuple(sorted(BANKS.items(), key=lambda bank: bank[1].lower()))


@get(both(AT), guards=PEOPLE, include_in_schema=False)
async def account_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The account that stands, and the payouts, the newest first."""
    producer = await own_producer(visit, slug)
    page = await _page(visit, producer, BankAccountForm())
    told = say(visit.locale, "web.payouts.done_proposed") if done == "proposed" else None
    return show("producer_bank_account.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(AT), guards=PEOPLE, include_in_schema=False)
async def account_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Propose an account."""
    producer = await own_producer(visit, slug)
    typed = _typed(await read_form(visit.request))
    wished = Wished(
        bank_bin=typed.bank_bin, number=typed.number, holder=typed.holder, stripe_account=typed.stripe_account
    )
    try:
        await attempt(visit, lambda session: propose_account(session, visit.actor, producer.id, wished))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(await _page(visit, producer, typed), errors=told.errors, problem=told.problem)
        return show("producer_bank_account.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}?done=proposed")


def _typed(form: Form) -> BankAccountForm:
    return BankAccountForm(
        bank_bin=form.text("bank_bin", 6),
        number=form.text("number", 40),
        holder=form.text("holder", LONGEST_HOLDER + 1),
        stripe_account=form.text("stripe_account", 80),
    )


async def _page(visit: Visit, producer: Producer, form: BankAccountForm) -> BankAccountPage:
    session, person_id = visit.session, person_of(visit.actor)
    owner = await member_role(session, person_id, producer.id) is MemberRole.OWNER
    owner = owner or Role.ADMIN in visit.actor.roles
    terms, moment = payout_terms(visit.settings), await now(session)
    accounts = await accounts_of_producer(session, producer.id, limit=1)
    return BankAccountPage(
        site=visit.site,
        console=desk(producer, HERE),
        slug=producer.slug,
        owner=owner,
        current=account_view(accounts[0], person_id, whole=owner) if accounts else None,
        payouts=tuple(
            payout_view(one, moment, visit.locale, whole=False)
            for one in await payouts_of_producer(session, producer.id, limit=PAYOUTS_SHOWN)
        ),
        banks=CHOICES,
        form=form,
        minimum=Dong(terms.minimum),
        days=terms.days,
    )


routes = [account_page, account_act]
