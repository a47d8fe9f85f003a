"""The bank of the sandbox: whoever tries the shop transfers made-up money here. Not there in production."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.models import NoticeKind
from shop.bank.read_notice import read_notice
from shop.bank.sandbox import play_transfer
from shop.bank.store_notice import store_notice
from shop.core.clock import now
from shop.core.errors import NotFound
from shop.core.i18n import say
from shop.core.ids import read_code
from shop.core.money import Dong
from shop.orders.rules import CODE_PREFIX
from shop.payments.bank_account import BankAccount, bank_account, notice_secrets
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import attempt
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.transfers import SandboxBankPage

HERE = "/sandbox/ngan-hang"
MOST = 10**10  # đồng of one transfer
LONGEST_MEMO = 120
LONGEST_AMOUNT = 20


@get(both(HERE), include_in_schema=False)
async def sandbox_bank_page(
    visit: NamedDependency[Visit],
    memo: Annotated[str, QueryParameter(max_length=LONGEST_MEMO)] = "",
    amount: Annotated[str, QueryParameter(max_length=LONGEST_AMOUNT)] = "",
    code: Annotated[str, QueryParameter(max_length=20)] = "",
    done: Annotated[str, QueryParameter(max_length=5)] = "",
) -> Response[bytes]:
    """A form for a transfer to the shop's account."""
    account = _played(visit)
    told = say(visit.locale, "web.sandbox_bank.done") if done == "1" else None
    page = SandboxBankPage(
        site=visit.site, account=account.number, memo=_line(memo), amount=_line(amount), code=_line(code), done=told
    )
    return show("sandbox_bank.html", visit.locale, page)


@post(both(HERE), include_in_schema=False)
async def sandbox_bank_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Tell the shop of the transfer as a bank does; then back to the order that is paid, if one was named."""
    account = _played(visit)
    form = await read_form(visit.request)
    amount = form.number("amount") or 0
    if not 1 <= amount <= MOST:
        return show("sandbox_bank.html", visit.locale, _refused(visit, account, form), status=422)
    await attempt(visit, lambda session: _tell(session, visit, account, form.text("memo", LONGEST_MEMO), Dong(amount)))
    code = read_code(CODE_PREFIX, form.text("code", 20))
    return go(visit.locale, f"/don-hang/{code}/thanh-toan" if code else f"{HERE}?done=1")


async def _tell(session: AsyncSession, visit: Visit, account: BankAccount, memo: str, amount: Dong) -> None:
    """Sign a notice, and take it as if it had come from outside."""
    secrets = notice_secrets(visit.settings)
    moment = await now(session)
    told = play_transfer(account, secrets[0], memo, amount, moment)
    await store_notice(session, read_notice(NoticeKind.GENERIC, told.headers, told.body, secrets, moment))


def _played(visit: Visit) -> BankAccount:
    """The account, unless real money goes there.

    Raises:
        NotFound: in production, or with an account of our own.
    """
    account = bank_account(visit.settings)
    if visit.settings.env == "production" or account is None or not account.sandbox:
        raise NotFound
    return account


def _refused(visit: Visit, account: BankAccount, form: Form) -> SandboxBankPage:
    return SandboxBankPage(
        site=visit.site,
        account=account.number,
        memo=form.text("memo", LONGEST_MEMO),
        amount=form.text("amount", LONGEST_AMOUNT),
        code=form.text("code", 20),
        errors=(FieldError(field="amount", message=say(visit.locale, "web.sandbox_bank.wrong_amount")),),
    )


def _line(text: str) -> str:
    return text.replace("\x00", "").strip()


routes = [sandbox_bank_page, sandbox_bank_act]
