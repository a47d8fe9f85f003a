"""VietQR: the EMVCo string that Vietnamese bank apps read, with its checksum. Pure."""

import re
import unicodedata
from binascii import crc_hqx
from dataclasses import dataclass
from enum import StrEnum

LONGEST_MEMO = 25  # signs, as NAPAS allows for the purpose
LONGEST_ACCOUNT = 19
MOST = 10**13 - 1  # đồng: the thirteen signs the amount's field holds
_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_CRC = "6304"  # the last field's id and length, which the checksum covers


class QrFault(StrEnum):
    """What is wrong with a payment request, or with a string that should be one."""

    BANK = "bank"  # a BIN has six digits
    ACCOUNT = "account"  # 1 to 19 letters and digits
    AMOUNT = "amount"  # 1 to 10^13 - 1 đồng
    MEMO = "memo"  # at most 25 printable ASCII signs, no space at its ends
    SHAPE = "shape"  # no fields of id, length and value
    CHECKSUM = "checksum"
    KIND = "kind"  # not a transfer of đồng to an account in Việt Nam


class WrongQr(ValueError):
    """A string that cannot be built or read; `fault` says why."""

    def __init__(self, fault: QrFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class VietQr:
    """A transfer to the account at the bank (its BIN) of `amount` đồng (None: the payer says), with a memo."""

    bank: str
    account: str
    amount: int | None = None
    memo: str = ""


def build(asked: VietQr) -> str:
    """Write the string of a payment request: "EMVCo QR Code Specification, Merchant-Presented", as NAPAS profiles it.

    Raises:
        WrongQr: a part is too long, empty or holds other signs.
    """
    check(asked)
    bank = _field("00", asked.bank) + _field("01", asked.account)
    target = _field("00", _NAPAS) + _field("01", bank) + _field("02", _TO_ACCOUNT)
    parts = [
        _field("00", "01"),
        _field("01", "11" if asked.amount is None else "12"),  # 11: used often, 12: for this one payment
        _field("38", target),
        _field("53", "704"),
        "" if asked.amount is None else _field("54", str(asked.amount)),
        _field("58", "VN"),
        _field("62", _field("08", asked.memo)) if asked.memo else "",
        _CRC,
    ]
    text = "".join(parts)
    return text + checksum(text)


def parse(text: str) -> VietQr:
    """Read the string of a payment request; fields we do not know are passed over.

    Raises:
        WrongQr: its checksum or shape is wrong, or it asks for something else than a transfer to an account.
    """
    if not text.isascii() or text[-8:-4] != _CRC:
        raise WrongQr(QrFault.SHAPE)
    if checksum(text[:-4]) != text[-4:]:
        raise WrongQr(QrFault.CHECKSUM)
    fields = _fields(text)
    target = _fields(fields.get("38", ""))
    kind = (fields.get("00"), fields.get("53"), fields.get("58"), target.get("00"), target.get("02"))
    if kind != ("01", "704", "VN", _NAPAS, _TO_ACCOUNT):
        raise WrongQr(QrFault.KIND)
    bank = _fields(target.get("01", ""))
    read = VietQr(
        bank=bank.get("00", ""),
        account=bank.get("01", ""),
        amount=_amount(fields.get("54")),
        memo=_fields(fields.get("62", "")).get("08", ""),
    )
    check(read)
    return read


def check(asked: VietQr) -> None:
    """Refuse what no such string can say.

    Raises:
        WrongQr: the first part that is wrong.
    """
    if not re.fullmatch(r"[0-9]{6}", asked.bank):
        raise WrongQr(QrFault.BANK)
    if not re.fullmatch(rf"[0-9A-Za-z]{{1,{LONGEST_ACCOUNT}}}", asked.account):
        raise WrongQr(QrFault.ACCOUNT)
    if asked.amount is not None and not 1 <= asked.amount <= MOST:
        raise WrongQr(QrFault.AMOUNT)
    if not re.fullmatch(rf"[ -~]{{0,{LONGEST_MEMO}}}", asked.memo) or asked.memo != asked.memo.strip():
        raise WrongQr(QrFault.MEMO)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE of an ASCII text: polynomial 0x1021, begun with 0xFFFF, four upper hex digits."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def plain(text: str) -> str:
    """`text` without diacritics and signs outside ASCII, its letters' case kept: what a bank lets through."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return " ".join(re.sub(r"[^ -~]", "", re.sub(r"\s", " ", letters)).split())


def _field(name: str, value: str) -> str:
    return f"{name}{len(value):02d}{value}"


def _fields(text: str) -> dict[str, str]:
    """Fields by their id, the first of each; an empty text has none."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = re.match(r"[0-9]{4}", text[at : at + 4])
        size = int(text[at + 2 : at + 4]) if head else 0
        value = text[at + 4 : at + 4 + size]
        if not head or len(value) != size:
            raise WrongQr(QrFault.SHAPE)
        found.setdefault(text[at : at + 2], value)
        at += 4 + size
    return found


def _amount(written: str | None) -> int | None:
    if written is None:
        return None
    if not re.fullmatch(r"[0-9]{1,13}", written):
        raise WrongQr(QrFault.AMOUNT)
    return int(written)
