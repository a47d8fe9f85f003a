"""Notices on the wire: who may tell, what can be read, and what is kept of it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.bank.errors import BadNotice
from shop.bank.models import NoticeKind
from shop.bank.read_notice import SIGNATURE, TIMESTAMP, read_notice, sign
from shop.payments.errors import ForgedNotice
from tests.make.bank import sepay, transfer

SECRETS = ("the newest secret of all", "the one before, still good")
NOW = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
BODY = json.dumps(transfer("CM7F3K92PM", 250_000)).encode()


def _read(body=BODY, *, secret=SECRETS[0], at=AT, **headers):
    signed = {TIMESTAMP: str(at), SIGNATURE: sign(secret, at, body)} | headers
    return read_notice(NoticeKind.GENERIC, signed, body, SECRETS, NOW)


def _sepay(told, key=SECRETS[0], scheme="Apikey"):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return read_notice(NoticeKind.SEPAY, {"authorization": f"{scheme} {key}"}, body, SECRETS, NOW)


@pytest.mark.parametrize("secret", SECRETS)
def test_every_secret_in_force_is_believed(secret):
    assert _read(secret=secret).amount == 250_000
    assert _sepay(sepay("x", 1), key=secret).amount == 1


@pytest.mark.parametrize("age", [0, 300, -300])
def test_a_signature_of_five_minutes_is_believed(age):
    assert _read(at=AT - age).incoming


@pytest.mark.parametrize("age", [301, -301, 10**6])
def test_an_older_one_or_one_of_the_future_is_not(age):
    with pytest.raises(ForgedNotice):
        _read(at=AT - age)


@pytest.mark.parametrize(
    "headers",
    [
        {SIGNATURE: ""},
        {SIGNATURE: "0" * 64},
        {SIGNATURE: "chữ ký"},
        {TIMESTAMP: ""},
        {TIMESTAMP: str(AT + 1)},
        {TIMESTAMP: "٣٤"},
        {TIMESTAMP: "9" * 400},
        {TIMESTAMP: "-1"},
    ],
)
def test_a_header_that_proves_nothing_is_refused(headers):
    with pytest.raises(ForgedNotice):
        _read(**headers)


def test_one_changed_byte_of_the_body_is_noticed():
    signed = {TIMESTAMP: str(AT), SIGNATURE: sign(SECRETS[0], AT, BODY)}

    with pytest.raises(ForgedNotice):
        read_notice(NoticeKind.GENERIC, signed, BODY.replace(b"250000", b"950000"), SECRETS, NOW)


@pytest.mark.parametrize(("key", "scheme"), [("wrong", "Apikey"), ("", "Apikey"), (SECRETS[0], "Bearer")])
def test_sepay_needs_its_key_in_its_scheme(key, scheme):
    with pytest.raises(ForgedNotice):
        _sepay(sepay("x", 1), key=key, scheme=scheme)


def test_without_secrets_nobody_is_believed():
    with pytest.raises(ForgedNotice):
        read_notice(NoticeKind.SEPAY, {"authorization": "Apikey "}, b"{}", (), NOW)


def test_sepays_words_become_ours():
    notice = _sepay(sepay("QR - CM7F3K92PM", 2_277_000, id=92_704))

    assert (notice.foreign_id, notice.account, notice.incoming) == ("92704", "0000123456", True)
    assert (notice.amount, notice.currency, notice.content) == (2_277_000, "VND", "QR - CM7F3K92PM")
    assert notice.bank_reference == "MBVCB.3278907687"
    assert notice.booked_at is not None
    assert notice.booked_at.astimezone(UTC) == datetime(2026, 11, 28, 7, 2, 37, tzinfo=UTC)


def test_a_date_nobody_can_read_costs_no_money():
    assert _sepay(sepay("x", 1, transactionDate="hôm qua")).booked_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": -1},
        {"amount": 10**13 + 1},
        {"amount": 250_000.5},
        {"amount": "250000"},
        {"currency": "đồng"},
        {"direction": "sideways"},
        {"id": ""},
        {"content": "x" * 2001},
        {"account": None},
        {"booked_at": "2026-11-28T14:02:37"},
    ],
)
def test_what_cannot_be_read_is_refused(changes):
    with pytest.raises(BadNotice):
        _read(json.dumps(transfer("x", 1, **changes)).encode())


@given(st.binary(max_size=200))
def test_no_bytes_are_a_crash(body):
    for read in (_read, _sepay):
        with pytest.raises(BadNotice):
            read(body)


def test_control_signs_do_not_reach_the_database():
    assert _read(json.dumps(transfer("a\x00b\n", 1, id="FT\x001")).encode()).content == "a b"
