"""The columns of carriers' lists: what each carrier calls them. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from shop.carriers.models import CarrierName
from shop.core.text import fold


class Column(StrEnum):
    """What a column of a list says."""

    TRACKING = "tracking"
    CODE = "code"
    AMOUNT = "amount"
    FEE = "fee"
    PAID_ON = "paid_on"


NEEDED = (Column.TRACKING, Column.AMOUNT)

_HEADINGS: Mapping[CarrierName, Mapping[Column, str]] = {
    CarrierName.GHN: {
        Column.TRACKING: "mã đơn hàng|mã đơn ghn|mã vận đơn|order code",
        Column.CODE: "mã đơn khách hàng|mã đơn shop|mã đơn hàng shop|client order code",
        Column.AMOUNT: "tiền thu hộ|thu hộ|tiền cod|cod|cod amount",
        Column.FEE: "tổng phí|tổng phí dịch vụ|phí dịch vụ|phí vận chuyển|total fee",
        Column.PAID_ON: "ngày chuyển cod|ngày chuyển tiền|ngày giao thành công|ngày đối soát|transfer date",
    },
    CarrierName.GHTK: {
        Column.TRACKING: "mã đơn ghtk|mã đh ghtk|mã vận đơn|label id|mã đơn hàng",
        Column.CODE: "mã đơn shop|mã đh shop|mã đơn khách hàng|partner id",
        Column.AMOUNT: "tiền cod|tiền thu hộ|cod|tiền thu hộ cod|pick money",
        Column.FEE: "phí dịch vụ|tổng phí|phí|phí giao hàng|ship money",
        Column.PAID_ON: "ngày đối soát|ngày hoàn thành|ngày chuyển khoản|audit date",
    },
    CarrierName.VIETTEL_POST: {
        Column.TRACKING: "mã phiếu gửi|mã vận đơn|mã bưu gửi|số hiệu bưu gửi|order number",
        Column.CODE: "mã đơn hàng|mã đơn khách hàng|mã tham chiếu|order reference",
        Column.AMOUNT: "tiền thu hộ|tiền cod|tiền hàng thu hộ|cod|money collection",
        Column.FEE: "tổng cước|cước phí|tổng tiền cước|cước chính|money total",
        Column.PAID_ON: "ngày trả tiền|ngày chi trả|ngày trả cod|ngày bảng kê|pay date",
    },
}


def headings(carrier: CarrierName) -> dict[Column, str]:
    """The usual heading of each column in a list of the carrier, for people."""
    return {column: names.split("|")[0].capitalize() for column, names in _HEADINGS[carrier].items()}


def find_columns(carrier: CarrierName, cells: Sequence[str]) -> dict[Column, int]:
    """Where the columns stand by their headings, with or without marks; the first of two alike counts.

    Where several headings could mean one column, the one the carrier uses most does: the names stand in that order.
    """
    plain = [_plain(cell) for cell in cells]
    found: dict[Column, int] = {}
    for column, names in _HEADINGS[carrier].items():
        for name in names.split("|"):
            if _plain(name) in plain:
                found[column] = plain.index(_plain(name))
                break
    return found


def _plain(written: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", fold(re.sub(r"\([^)]*\)", "", written))))
