"""`shop vietqr`: the string, or the picture, that asks a bank app for a transfer. Needs no settings, no servers."""

import argparse
import re
import sys
from pathlib import Path

from shop.payments.vietqr import LONGEST_ACCOUNT, LONGEST_MEMO, QrFault, VietQr, WrongQr, build, plain
from shop.web.qr import qr_svg

WRONG = 2
SAID = {
    QrFault.BANK: "--bank: mã BIN của ngân hàng gồm đúng 6 chữ số, ví dụ 970436 (Vietcombank).",
    QrFault.ACCOUNT: f"--account: số tài khoản gồm 1 đến {LONGEST_ACCOUNT} chữ cái không dấu hoặc chữ số.",
    QrFault.AMOUNT: "--amount: số tiền là số nguyên đồng, từ 1 đến 9.999.999.999.999, ví dụ 250000 hoặc 250.000.",
    QrFault.MEMO: f"--memo: nội dung sau khi bỏ dấu dài quá {LONGEST_MEMO} ký tự. Viết ngắn lại.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the parts of a transfer."""
    parser.add_argument("--bank", required=True, metavar="BIN", help="the bank's BIN, six digits")
    parser.add_argument("--account", required=True, metavar="NO", help="the account's number")
    parser.add_argument("--amount", default=None, metavar="Đ", help="whole đồng; without it the payer says how much")
    parser.add_argument(
        "--memo", default="", metavar="TEXT", help=f"at most {LONGEST_MEMO} signs; diacritics are taken off"
    )
    parser.add_argument("--svg", type=Path, default=None, metavar="FILE", help="also write the QR code there")


def run(args: argparse.Namespace) -> int:
    """Print the string; 2 and a sentence when a part is wrong."""
    try:
        text = build(
            VietQr(
                bank=args.bank.strip(),
                account=re.sub(r"[ .\-]", "", args.account),
                amount=_amount(args.amount),
                memo=plain(args.memo),
            )
        )
    except WrongQr as wrong:
        return _refuse(SAID[wrong.fault])
    if args.svg is not None:
        try:
            args.svg.write_bytes(qr_svg(text))
        except OSError as error:
            return _refuse(f"--svg: không ghi được tệp {args.svg}: {error.strerror}.")
    print(text)
    return 0


def _amount(written: str | None) -> int | None:
    """Whole đồng, with or without the dots that group thousands."""
    if written is None:
        return None
    if not re.fullmatch(r"[0-9]{1,13}|[0-9]{1,3}(\.[0-9]{3}){1,4}", written.strip()):
        raise WrongQr(QrFault.AMOUNT)
    return int(written.replace(".", ""))


def _refuse(sentence: str) -> int:
    print(f"shop vietqr: {sentence}", file=sys.stderr)
    return WRONG
