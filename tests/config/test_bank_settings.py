"""The account transfers go to: whole or not at all, and never without notices."""

import pytest

from config.settings import Settings, SettingsError, load_settings
from shop.payments.bank_account import bank_account, notice_secrets
from shop.payments.models import PaymentMethod
from shop.payments.offered import offered_methods

PRODUCTION = {
    "SHOP_ENV": "production",
    "SHOP_SECRET_KEY": "x" * 32,
    "SHOP_PUBLIC_URL": "https://chomay.example",
}
ACCOUNT = {
    "SHOP_BANK_BIN": "970436",
    "SHOP_BANK_ACCOUNT": "0011001932418",
    "SHOP_BANK_HOLDER": "CONG TY CHO MAY",
    "SHOP_BANK_NOTICE_SECRETS": "a new secret of 24 signs, the secret before this one",
}


def test_a_whole_account_is_taken_with_its_banks_name():
    settings = load_settings(PRODUCTION | ACCOUNT)

    account = bank_account(settings)

    assert account is not None
    assert (account.bank_name, account.sandbox) == ("Vietcombank", False)
    assert notice_secrets(settings) == ("a new secret of 24 signs", "the secret before this one")
    assert PaymentMethod.VIETQR in offered_methods(settings)


@pytest.mark.parametrize(
    "changes",
    [
        {"SHOP_BANK_HOLDER": ""},
        {"SHOP_BANK_BIN": ""},
        {"SHOP_BANK_BIN": "97043"},
        {"SHOP_BANK_ACCOUNT": "0011 001"},
        {"SHOP_BANK_NOTICE_SECRETS": ""},
        {"SHOP_BANK_NOTICE_SECRETS": "short"},
    ],
)
def test_half_an_account_is_refused(changes):
    with pytest.raises(SettingsError, match="SHOP_BANK_"):
        load_settings(PRODUCTION | ACCOUNT | changes)


def test_production_without_an_account_takes_no_transfers():
    settings = load_settings(PRODUCTION)

    assert (bank_account(settings), notice_secrets(settings)) == (None, ())
    assert PaymentMethod.VIETQR not in offered_methods(settings)


def test_elsewhere_the_account_is_made_up_and_says_so():
    account = bank_account(Settings(secret_key="x"))

    assert account is not None
    assert (account.sandbox, account.holder) == (True, "CHO MAY THU NGHIEM")
    assert len(notice_secrets(Settings(secret_key="x"))[0]) == 40
