"""Signatures of VNPAY and MoMo against published examples, made with the providers' public test keys."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.money import Dong
from shop.payments.momo_sign import CREATE, NOTICE, QUERY, REFUND, is_momo_notice, momo_hash
from shop.payments.vnpay_sign import (
    attempt_of,
    begun_at,
    is_piped,
    is_signed,
    piped_hash,
    query_hash,
    read_amount,
    reference_of,
    signed_query,
    write_amount,
    write_time,
)

VNPAY = {
    "vnp_Amount": "1000000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14422574",
    "vnp_CardType": "ATM",
    "vnp_OrderInfo": "Thanh toan don hang 2024-05-21T02:17:31.249Z",
    "vnp_PayDate": "20240521091806",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": "TEST_TMN_CODE",
    "vnp_TransactionNo": "14422574",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "1716257871703",
}
VNPAY_HASH = (
    "649982421beb422556a1374713c74e58e716ecbd05007c0c0e1f7effdfaf361d"
    "bf146889ca446139afe11b9954c4d5c486e99e3b86fcfab6957f29eb0be72895"
)
VNPAY_FAILED_HASH = (
    "503194f6d93b57b357b2d1d09742565e67e86d771352c5dca4fc8d39df3d392c"
    "6b3809add9405f97cfb9631f445e36c80656cfbf47eac67d97fa165865c13e1b"
)
ACCENTED = {
    "vnp_Amount": "14108000",
    "vnp_BankCode": "NCB",
    "vnp_BankTranNo": "VNP14980726",
    "vnp_CardType": "ATM",
    "vnp_OrderInfo": "Thanh toán đơn hàng #6834803ff5166e338d7103a8",
    "vnp_PayDate": "20250526215346",
    "vnp_ResponseCode": "00",
    "vnp_TmnCode": "L8M3EKX2",
    "vnp_TransactionNo": "14980726",
    "vnp_TransactionStatus": "00",
    "vnp_TxnRef": "6834803ff5166e338d7103a8",
}
ACCENTED_SECRET = "6HEKW2H6YES2FSOKLKKRQ0JS3QF1M4H6"
ACCENTED_HASH = (
    "3264dbf4850cb57d0cd597716260bf0722810f49b7abb144254f7f77adf08a1a"
    "6f496ab19e18c16266153c8caee87497fea7fa3507e61bcf9786dcff0d71b532"
)
MOMO_ACCESS, MOMO_SECRET = "F8BBA842ECF85", "K951B6PE1waDMi640xX08PD3vg6EkVlz"  # MoMo's public test shop
MOMO = [
    (
        "partnerCode=MOMO&orderId=6cd25bf88002596&requestId=6cd25bf88012596&amount=10000&orderInfo=pay+with+MoMo"
        "&orderType=momo_wallet&transId=3105694606&resultCode=0&message=Successful.&payType=napas"
        "&responseTime=1701645754029&extraData="
        "&signature=7c7f9acccaa791344cf63a9819ca594871b05d51bbff4f798d6e72beaa3c59f2"
    ),
    (
        "partnerCode=MOMO&orderId=MOMO1721014629740&requestId=MOMO1721014629740&amount=50000&orderInfo=pay+with+MoMo"
        "&orderType=momo_wallet&transId=4084757146&resultCode=0&message=Th%C3%A0nh+c%C3%B4ng.&payType=qr"
        "&responseTime=1721014660600&extraData="
        "&signature=a5f1ec2a40181e82ae63153bad277bc6d46451a6724fecc88a92a6e869ea2621"
    ),
    (
        "partnerCode=MOMO&orderId=ORD-251111-B98B&requestId=ORD-251111-B98B&amount=17942000"
        "&orderInfo=%C4%90%C6%A1n+h%C3%A0ng+ORD-251111-B98B&orderType=momo_wallet&transId=4610849895&resultCode=0"
        "&message=Th%C3%A0nh+c%C3%B4ng.&payType=qr&responseTime=1762884809397&extraData="
        "&signature=f03a51ba4d0c85471920036aa6e3ef0ec9993ef01ca23f46ee5405241c8a51d6"
    ),
]


@pytest.mark.parametrize(
    ("facts", "secret", "expected"),
    [
        (VNPAY, "test_secret", VNPAY_HASH),
        ({**VNPAY, "vnp_ResponseCode": "99"}, "test_secret", VNPAY_FAILED_HASH),
        (ACCENTED, ACCENTED_SECRET, ACCENTED_HASH),
    ],
)
def test_vnpay_signs_as_published(facts, secret, expected):
    assert query_hash(facts, secret) == expected
    assert is_signed({**facts, "vnp_SecureHash": expected}, secret)
    assert is_signed({**facts, "vnp_SecureHash": expected.upper(), "vnp_SecureHashType": "HmacSHA512"}, secret)
    assert not is_signed({**facts, "vnp_SecureHash": expected}, secret + "x")
    assert not is_signed(facts, secret)


@pytest.mark.parametrize("changed", sorted(VNPAY))
def test_whatever_is_altered_spoils_a_hash_of_vnpay(changed):
    assert not is_signed({**VNPAY, changed: VNPAY[changed] + "1", "vnp_SecureHash": VNPAY_HASH}, "test_secret")


def test_a_signed_query_is_sorted_and_writes_a_space_as_plus():
    query = signed_query({"vnp_TxnRef": "5", "vnp_OrderInfo": "Thanh toan :5"}, "s")

    assert query.startswith("vnp_OrderInfo=Thanh+toan+%3A5&vnp_TxnRef=5&vnp_SecureHash=")
    assert is_signed(dict(parse_qsl(query)), "s")


def test_a_hash_over_values_stands_for_their_order():
    made = piped_hash(["a", "b"], "s")

    assert is_piped(["a", "b"], "s", made)
    assert not is_piped(["b", "a"], "s", made)
    assert not is_piped(["a", "b"], "s", "é")


@given(st.integers(0, 10**13).map(Dong))
def test_sums_come_back_from_vnpay(amount):
    assert read_amount(write_amount(amount)) == amount


@pytest.mark.parametrize("written", ["", "-100", "1e3", "150", "١٠٠", "1" + "0" * 16, "10 0", "100.0"])
def test_what_is_no_whole_sum_is_none(written):
    assert read_amount(written) is None


def test_times_are_those_of_hanoi():
    assert write_time(datetime(2026, 12, 31, 17, 0, 5, tzinfo=UTC)) == "20270101000005"


def test_a_reference_says_its_attempt_and_when_it_began():
    attempt = UUID("019ac8f2-7b00-7abc-8def-0123456789ab")

    assert attempt_of(reference_of(attempt)) == attempt
    assert begun_at(attempt) == datetime.fromtimestamp(0x019AC8F27B00 // 1000, tz=UTC)
    assert attempt_of("5") is None
    assert attempt_of(str(attempt)) is None


@pytest.mark.parametrize("query", MOMO)
def test_momo_signs_as_published(query):
    facts = dict(parse_qsl(query, keep_blank_values=True))

    assert is_momo_notice(facts, MOMO_ACCESS, MOMO_SECRET)
    for name in NOTICE:
        assert not is_momo_notice({**facts, name: facts[name] + "1"}, MOMO_ACCESS, MOMO_SECRET)
    assert not is_momo_notice({**facts, "signature": "đ"}, MOMO_ACCESS, MOMO_SECRET)


def test_a_number_and_its_text_are_signed_alike():
    facts = dict(parse_qsl(MOMO[0], keep_blank_values=True))
    numbers = {name: int(facts[name]) for name in ("amount", "transId", "resultCode", "responseTime")}

    assert is_momo_notice({**facts, **numbers}, MOMO_ACCESS, MOMO_SECRET)


@pytest.mark.parametrize("fields", [CREATE, NOTICE, QUERY, REFUND])
def test_momo_signs_in_the_order_of_the_names(fields):
    assert list(fields) == sorted(fields)
    assert momo_hash(fields, {}, "a", "s") != momo_hash(fields, {fields[0]: "x"}, "a", "s")
