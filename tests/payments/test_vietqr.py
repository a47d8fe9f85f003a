import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.payments.banks import bank_name
from shop.payments.vietqr import QrFault, VietQr, WrongQr, build, checksum, parse, plain

TO_VIETINBANK = "38560010A0000007270126000697041501121133666688880208QRIBFTTA"
# What each published string says. Where it stands: the vectors of emvqr-go and vietqr (Go), and NAPAS' own document.
PUBLISHED = {
    f"000201010212{TO_VIETINBANK}53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF": VietQr(
        bank="970415", account="113366668888", amount=79_000, memo="Ung Ho Quy Vac Xin"
    ),
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F": VietQr(
        bank="970403", account="0011012345678"
    ),
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA5303704540612000"
    "05802VN62170813ung ho lu lut6304C15C": VietQr(
        bank="970415", account="0011001932418", amount=120_000, memo="ung ho lu lut"
    ),
}
READ_ONLY = {  # written in another order than ours, or with a bill's number
    f"00020101021262110807tien le{TO_VIETINBANK}5303704540460005802VN63046893": VietQr(
        bank="970415", account="113366668888", amount=6_000, memo="tien le"
    ),
    f"000201010211{TO_VIETINBANK}54057000153037045802VN6304ED54": VietQr(
        bank="970415", account="113366668888", amount=70_001
    ),
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang63042E2E": VietQr(
        bank="970403", account="0011012345678", amount=180_000, memo="thanh toan don hang"
    ),
}

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=25).map(str.strip)
REQUESTS = st.builds(
    VietQr,
    bank=st.text("0123456789", min_size=6, max_size=6),
    account=st.text("0123456789ABCXYZabcxyz", min_size=1, max_size=19),
    amount=st.none() | st.integers(1, 10**13 - 1),
    memo=PRINTABLE,
)


def test_the_checksum_is_the_one_its_catalogue_names():
    assert checksum("123456789") == "29B1"


@pytest.mark.parametrize("text", PUBLISHED)
def test_we_write_what_is_published(text):
    assert build(PUBLISHED[text]) == text


@pytest.mark.parametrize("text", PUBLISHED | READ_ONLY)
def test_we_read_what_is_published(text):
    assert parse(text) == (PUBLISHED | READ_ONLY)[text]


@given(REQUESTS)
def test_what_is_written_is_read_again(asked):
    assert parse(build(asked)) == asked


@given(REQUESTS, st.data())
def test_one_wrong_sign_is_always_noticed(asked, data):
    text = build(asked)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda sign: sign != text[at]))

    with pytest.raises(WrongQr):
        parse(text[:at] + other + text[at + 1 :])


@given(st.text(max_size=120))
def test_any_other_text_is_refused_and_never_a_crash(text):
    with pytest.raises(WrongQr):
        parse(text)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"bank": "97041"}, QrFault.BANK),
        ({"bank": "97041५"}, QrFault.BANK),
        ({"account": ""}, QrFault.ACCOUNT),
        ({"account": "1" * 20}, QrFault.ACCOUNT),
        ({"account": "12 34"}, QrFault.ACCOUNT),
        ({"amount": 0}, QrFault.AMOUNT),
        ({"amount": 10**13}, QrFault.AMOUNT),
        ({"memo": "x" * 26}, QrFault.MEMO),
        ({"memo": "ủng hộ"}, QrFault.MEMO),
        ({"memo": " a"}, QrFault.MEMO),
    ],
)
def test_what_no_such_string_can_say_is_refused_by_name(changes, fault):
    asked = {"bank": "970415", "account": "113366668888", "amount": 79_000, "memo": ""} | changes

    with pytest.raises(WrongQr) as wrong:
        build(VietQr(**asked))

    assert wrong.value.fault is fault


def test_a_string_for_a_card_or_another_country_is_no_transfer_to_us():
    text = next(iter(PUBLISHED)).replace("QRIBFTTA", "QRIBFTTC")[:-4]

    with pytest.raises(WrongQr) as wrong:
        parse(text + checksum(text))

    assert wrong.value.fault is QrFault.KIND


def test_diacritics_go_and_case_stays():
    assert plain("Ủng  hộ\tĐồng bào ❤") == "Ung ho Dong bao"


def test_a_bank_has_the_name_people_know_or_its_number():
    assert (bank_name("970436"), bank_name("999999")) == ("Vietcombank", "999999")
