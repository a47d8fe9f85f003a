"""The account that transfers go to, from the settings; outside production one that no bank has."""

import msgspec

from config.settings import Settings
from shop.core.ids import keyed_digest
from shop.payments.banks import bank_name

PLAYED_BIN, PLAYED_ACCOUNT, PLAYED_HOLDER = "999999", "0000123456", "CHO MAY THU NGHIEM"


class BankAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account at the bank `bank` (its BIN). `sandbox`: there is no such bank, nothing can be sent there."""

    bank: str
    bank_name: str
    number: str
    holder: str
    sandbox: bool = False


def bank_account(settings: Settings) -> BankAccount | None:
    """Where buyers transfer to; None in production when no account is set."""
    if settings.bank_account:
        return BankAccount(
            bank=settings.bank_bin,
            bank_name=bank_name(settings.bank_bin),
            number=settings.bank_account,
            holder=settings.bank_holder,
        )
    if settings.env == "production":
        return None
    return BankAccount(
        bank=PLAYED_BIN, bank_name="Ngân hàng thử nghiệm", number=PLAYED_ACCOUNT, holder=PLAYED_HOLDER, sandbox=True
    )


def notice_secrets(settings: Settings) -> tuple[str, ...]:
    """The secrets a notice may prove, the newest first; outside production one is made when none is set."""
    named = tuple(secret for secret in (part.strip() for part in settings.bank_notice_secrets.split(",")) if secret)
    if named or settings.env == "production":
        return named
    return (keyed_digest(settings.secret_key, "bank-notice").hex()[:40],)
