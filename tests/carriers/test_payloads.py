"""Each gateway reads and writes its vendor's published payloads; these are written by hand from the documents."""

from datetime import UTC, datetime

from shop.carriers.carrier import Call
from shop.carriers.models import ShipmentStatus
from tests.carriers.ask import POTS, SECRET, label_order, scripted

V2 = "/shiip/public-api/v2"
GHN_FEE = {"code": 200, "message": "Success", "data": {"total": 36300, "service_fee": 36300, "insurance_fee": 0}}
GHN_SERVICES = {
    "code": 200,
    "code_message_value": "",
    "data": [
        {"service_id": 53320, "short_name": "Hàng nhẹ", "service_type_id": 2},
        {"service_id": 100039, "short_name": "Hàng nặng", "service_type_id": 5},
    ],
    "message": "Success",
}
GHN_LEAD = {"code": 200, "message": "Success", "data": {"leadtime": 1606927800, "order_date": 1606800000}}
GHN_MADE = {
    "code": 200,
    "message": "Success",
    "data": {"order_code": "FFFNL9HH", "sort_code": "19-60-06", "trans_type": "truck", "total_fee": 33000},
}


async def test_ghn_asks_for_services_fee_and_lead_time():
    script, ghn, *_ = scripted(
        {
            f"{V2}/shipping-order/available-services": GHN_SERVICES,
            f"{V2}/shipping-order/fee": GHN_FEE,
            f"{V2}/shipping-order/leadtime": GHN_LEAD,
        }
    )

    (fee,) = await ghn.fees(POTS)

    assert (fee.service, fee.name, fee.fee, fee.days) == ("53320", "Hàng nhẹ", 36300, 1)
    assert (script.asked[0].headers["Token"], script.asked[0].headers["ShopId"]) == ("a-token", "77")
    assert script.body(0) == {"shop_id": 77, "from_district": 1703, "to_district": 1489}
    asked = script.body(1)
    assert (asked["service_id"], asked["weight"], asked["insurance_value"]) == (53320, 1500, 500_000)
    assert (asked["from_district_id"], asked["to_district_id"], asked["to_ward_code"]) == (1703, 1489, "1442")


async def test_ghn_makes_an_order_the_shop_pays_for_and_a_label_to_print():
    token = {"code": 200, "message": "Success", "data": {"token": "8d6f6b7c"}}
    script, ghn, *_ = scripted({f"{V2}/shipping-order/create": GHN_MADE, f"{V2}/a5/gen-token": token})
    order = label_order("53320")

    label = await ghn.create(order)

    assert (label.tracking, label.fee) == ("FFFNL9HH", 33000)
    assert label.label_url.endswith("/a5/public-api/printA5?token=8d6f6b7c")
    asked = script.body(0)
    assert (asked["client_order_code"], asked["cod_amount"], asked["payment_type_id"]) == (
        str(order.reference),
        530_000,
        1,
    )
    assert asked["required_note"] == "CHOXEMHANGKHONGTHU"


def test_ghn_tells_by_its_callback():
    _, ghn, *_ = scripted({})
    body = (
        '{"CODAmount":3000000,"ClientOrderCode":"","OrderCode":"Z82BS","Status":"delivery_fail","Reason":"Hẹn lại",'
        '"Time":"2021-11-11T03:52:50.158Z","Type":"switch_status","Weight":10,"ShopID":81558}'
    )

    told = ghn.read_callback(Call(query={"token": SECRET}, headers={}, body=body.encode()))

    assert (told.tracking, told.status, told.reason) == ("Z82BS", ShipmentStatus.FAILED_ATTEMPT, "Hẹn lại")
    assert told.told_at == datetime(2021, 11, 11, 3, 52, 50, 158_000, UTC)


async def test_ghtk_asks_in_words_and_reads_its_fee():
    fee = {
        "success": True,
        "message": "",
        "fee": {"name": "area1", "fee": 30400, "insurance_fee": 15000, "delivery_type": "", "delivery": True},
    }
    script, _, ghtk, _ = scripted({"/services/shipment/fee": fee})

    road, air = await ghtk.fees(POTS)

    assert (road.service, road.fee, air.service, air.air) == ("road", 30400, "fly", True)
    asked = script.asked[0]
    assert (asked.headers["Token"], asked.headers["X-Client-Source"]) == ("a-token", "S77")
    assert dict(asked.url.params) | {} == {
        "pick_province": "Hà Nội",
        "pick_district": "Gia Lâm",
        "pick_ward": "Bát Tràng",
        "province": "Hà Nội",
        "district": "Hoàn Kiếm",
        "ward": "Hàng Bạc",
        "weight": "1500",
        "value": "500000",
        "transport": "road",
        "deliver_option": "none",
        "tags[]": "1",
    }


async def test_ghtk_makes_an_order_with_a_hamlet_and_kilograms():
    made = {
        "success": True,
        "message": "",
        "order": {"partner_id": "123", "label": "S1.A1.2001297581", "area": 1, "fee": "30400", "status_id": 2},
    }
    script, _, ghtk, _ = scripted({"/services/shipment/order/": made})

    label = await ghtk.create(label_order("road"))

    assert (label.tracking, label.fee) == ("S1.A1.2001297581", 30400)
    assert label.label_url.endswith("/services/label/S1.A1.2001297581")
    order, goods = script.body(0)["order"], script.body(0)["products"]
    assert (order["hamlet"], order["pick_money"], order["tags"]) == ("Khác", 530_000, [1])
    assert goods[0]["weight"] == 1.5


def test_ghtk_tells_by_a_form():
    _, _, ghtk, _ = scripted({})
    body = (
        "label_id=S1.A1.17373471&partner_id=1234567&action_time=2016-11-02T12%3A18%3A39%2B07%3A00&status_id=5"
        "&reason_code=&reason=&weight=2.4&fee=15000&return_part_package=0"
    )

    told = ghtk.read_callback(Call(query={"hash": SECRET}, headers={}, body=body.encode()))

    assert (told.tracking, told.code, told.status) == ("S1.A1.17373471", "5", ShipmentStatus.DELIVERED)
    assert told.told_at == datetime(2016, 11, 2, 5, 18, 39, tzinfo=UTC)


async def test_viettel_post_signs_in_once_and_reads_its_price_list():
    login = {"status": 200, "error": False, "message": "OK", "data": {"userId": 1, "token": "eyJ", "expired": 0}}
    prices = [
        {"MA_DV_CHINH": "VCBO", "TEN_DICHVU": "TMĐT tiết kiệm", "GIA_CUOC": 27000, "THOI_GIAN": "1 - 2 ngày"},
        {"MA_DV_CHINH": "VCN", "TEN_DICHVU": "Chuyển phát nhanh", "GIA_CUOC": 41000, "THOI_GIAN": "36 giờ"},
    ]
    script, _, _, viettel = scripted({"/v2/user/Login": login, "/v2/order/getPriceAll": prices})

    saving, quick = await viettel.fees(POTS)
    await viettel.fees(POTS)

    assert (saving.service, saving.fee, saving.days, saving.air) == ("VCBO", 27000, 2, False)
    assert (quick.days, quick.air) == (2, True)
    assert [request.url.path for request in script.asked].count("/v2/user/Login") == 1
    assert script.asked[1].headers["Token"] == "eyJ"
    assert script.body(1)["SENDER_DISTRICT"] == 1703


async def test_viettel_post_makes_an_order_under_our_number():
    login = {"status": 200, "error": False, "message": "OK", "data": {"token": "eyJ"}}
    made = {"status": 200, "error": False, "message": "OK", "data": {"ORDER_NUMBER": "118", "MONEY_TOTAL": 29000}}
    script, _, _, viettel = scripted({"/v2/user/Login": login, "/v2/order/createOrder": made})
    order = label_order("VCBO")

    label = await viettel.create(order)

    assert (label.tracking, label.fee) == ("118", 29000)
    asked = script.body(1)
    assert (asked["ORDER_NUMBER"], asked["ORDER_PAYMENT"], asked["MONEY_COLLECTION"]) == (
        str(order.reference),
        3,
        530_000,
    )


def test_viettel_post_tells_with_its_token():
    _, _, _, viettel = scripted({})
    body = (
        '{"DATA":{"ORDER_NUMBER":"11506020148","ORDER_REFERENCE":"DH1","ORDER_STATUSDATE":"13/12/2018 17:34:05",'
        '"ORDER_STATUS":504,"STATUS_NAME":"Hoàn","NOTE":"Không nhận"},"TOKEN":"' + SECRET + '"}'
    )

    told = viettel.read_callback(Call(query={}, headers={}, body=body.encode()))

    assert (told.tracking, told.status) == ("11506020148", ShipmentStatus.RETURNED)
    assert told.told_at == datetime(2018, 12, 13, 10, 34, 5, tzinfo=UTC)
