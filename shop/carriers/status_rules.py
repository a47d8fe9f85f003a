"""Every status code the carriers publish, in our words. Pure tables; what is not here is kept and called unknown.

Sources: GHN "Trạng thái đơn hàng" (api.ghn.vn), GHTK "Webhook: mã trạng thái" (docs.giaohangtietkiem.vn), Viettel
Post "Danh sách trạng thái" (partner.viettelpost.vn), as their partners' public code repeats them. None marks a code
that says nothing about where the parcel is (settled accounts, a note): it is stored and moves nothing.
"""

from collections.abc import Mapping

from shop.carriers.models import CarrierName, ShipmentStatus

_S = ShipmentStatus

GHN: Mapping[str, ShipmentStatus | None] = {
    "ready_to_pick": _S.CREATED,
    "picking": _S.CREATED,
    "money_collect_picking": _S.CREATED,
    "cancel": _S.CANCELLED,
    "picked": _S.PICKED,
    "storing": _S.IN_TRANSIT,
    "sorting": _S.IN_TRANSIT,
    "transporting": _S.IN_TRANSIT,
    "delivering": _S.OUT_FOR_DELIVERY,
    "money_collect_delivering": _S.OUT_FOR_DELIVERY,
    "delivered": _S.DELIVERED,
    "delivery_fail": _S.FAILED_ATTEMPT,
    "waiting_to_return": _S.FAILED_ATTEMPT,
    "return": _S.RETURNING,
    "return_transporting": _S.RETURNING,
    "return_sorting": _S.RETURNING,
    "returning": _S.RETURNING,
    "return_fail": _S.RETURNING,
    "returned": _S.RETURNED,
    "exception": None,
    "damage": _S.DAMAGED,
    "lost": _S.LOST,
}

GHTK: Mapping[str, ShipmentStatus | None] = {
    "-1": _S.CANCELLED,
    "1": _S.CREATED,
    "2": _S.CREATED,
    "3": _S.PICKED,
    "4": _S.OUT_FOR_DELIVERY,
    "5": _S.DELIVERED,
    "6": _S.DELIVERED,
    "7": _S.CANCELLED,
    "8": _S.CREATED,
    "9": _S.FAILED_ATTEMPT,
    "10": _S.FAILED_ATTEMPT,
    "11": _S.RETURNED,
    "12": _S.CREATED,
    "13": _S.LOST,
    "20": _S.RETURNING,
    "21": _S.RETURNED,
    "45": _S.DELIVERED,
    "49": _S.FAILED_ATTEMPT,
    "123": _S.PICKED,
    "127": None,
    "128": None,
    "410": _S.FAILED_ATTEMPT,
}

VIETTEL_POST: Mapping[str, ShipmentStatus | None] = {
    "-100": _S.CREATED,
    "-108": _S.CREATED,
    "-109": _S.CREATED,
    "-110": _S.CREATED,
    "100": _S.CREATED,
    "101": _S.CANCELLED,
    "102": _S.CREATED,
    "103": _S.CREATED,
    "104": _S.CREATED,
    "105": _S.PICKED,
    "106": None,
    "107": _S.CANCELLED,
    "200": _S.IN_TRANSIT,
    "201": _S.CANCELLED,
    "202": None,
    "300": _S.IN_TRANSIT,
    "301": _S.IN_TRANSIT,
    "302": _S.IN_TRANSIT,
    "303": _S.IN_TRANSIT,
    "320": _S.IN_TRANSIT,
    "400": _S.IN_TRANSIT,
    "401": _S.IN_TRANSIT,
    "402": _S.IN_TRANSIT,
    "403": _S.IN_TRANSIT,
    "500": _S.OUT_FOR_DELIVERY,
    "501": _S.DELIVERED,
    "502": _S.RETURNING,
    "503": _S.CANCELLED,
    "504": _S.RETURNED,
    "505": _S.FAILED_ATTEMPT,
    "506": _S.FAILED_ATTEMPT,
    "507": _S.FAILED_ATTEMPT,
    "508": _S.OUT_FOR_DELIVERY,
    "509": _S.IN_TRANSIT,
    "510": _S.IN_TRANSIT,
    "515": _S.RETURNING,
    "550": _S.OUT_FOR_DELIVERY,
}

TABLES: Mapping[CarrierName, Mapping[str, ShipmentStatus | None]] = {
    CarrierName.GHN: GHN,
    CarrierName.GHTK: GHTK,
    CarrierName.VIETTEL_POST: VIETTEL_POST,
}


def read_status(carrier: CarrierName, code: str) -> ShipmentStatus | None:
    """Our word for a carrier's code; None: it is unknown, or says nothing about where the parcel is."""
    return TABLES[carrier].get(code)
