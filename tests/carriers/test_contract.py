"""All three carriers keep the interface's promises, against the sandbox that speaks their formats."""

from datetime import UTC, datetime

import msgspec
import pytest

from shop.carriers.carrier import Call
from shop.carriers.errors import BadCallback, CarrierAway, CarrierRefused, ForgedCallback
from shop.carriers.models import CarrierName, ShipmentStatus
from shop.carriers.sandbox.tell import callbacks
from tests.carriers.ask import POTS, SECRET, label_order, sandboxed, scripted

AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
CODES = {CarrierName.GHN: "delivered", CarrierName.GHTK: "5", CarrierName.VIETTEL_POST: "501"}


@pytest.fixture(params=list(CarrierName))
def carrier(request):
    return next(each for each in sandboxed() if each.name is request.param)


async def test_heavier_costs_more_and_every_service_promises_a_day(carrier):
    light = {fee.service: fee for fee in await carrier.fees(POTS)}
    heavy = {fee.service: fee for fee in await carrier.fees(msgspec.structs.replace(POTS, weight_g=9_000))}

    assert light.keys() == heavy.keys()
    assert light
    assert all(0 < light[service].fee < heavy[service].fee for service in light)
    assert all(fee.days >= 1 for fee in light.values())


async def test_what_may_not_fly_is_offered_no_flight(carrier):
    grounded = await carrier.fees(msgspec.structs.replace(POTS, by_air=False))

    assert grounded
    assert not any(fee.air for fee in grounded)


async def test_the_same_reference_gives_the_same_label(carrier):
    order = label_order((await carrier.fees(POTS))[0].service)

    first, again = await carrier.create(order), await carrier.create(order)

    assert first.tracking == again.tracking
    assert (await carrier.create(label_order(order.service))).tracking != first.tracking


async def test_a_label_is_taken_back_and_an_unknown_one_is_refused(carrier):
    label = await carrier.create(label_order((await carrier.fees(POTS))[0].service))

    await carrier.cancel(label.tracking)
    told = await carrier.track(label.tracking)

    assert told is None or told.status is ShipmentStatus.CANCELLED
    with pytest.raises(CarrierRefused):
        await carrier.cancel("NOBODYS")


@pytest.mark.parametrize("place", range(3))
async def test_a_wrong_token_is_refused(place):
    with pytest.raises(CarrierRefused):
        await sandboxed("wrong")[place].fees(POTS)


def test_a_callback_is_read_and_a_forged_one_is_not(carrier):
    (told,) = callbacks(carrier.name, SECRET, "T-1", [(CODES[carrier.name], AT)])
    (forged,) = callbacks(carrier.name, "guessed", "T-1", [(CODES[carrier.name], AT)])

    report = carrier.read_callback(_call(told))

    assert (report.tracking, report.status, report.told_at) == ("T-1", ShipmentStatus.DELIVERED, AT)
    with pytest.raises(ForgedCallback):
        carrier.read_callback(_call(forged))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'{"DATA": 1}', b"a=1&b=2"])
def test_a_callback_that_cannot_be_read_is_refused(carrier, body):
    with pytest.raises((BadCallback, ForgedCallback)):
        carrier.read_callback(Call(query={"token": SECRET, "hash": SECRET}, headers={}, body=body))


@pytest.mark.parametrize(
    "answer", [(500, "oops"), (200, "<html>"), (200, "[]x"), (403, {"code": 403, "message": "no"})]
)
@pytest.mark.parametrize("place", range(3))
async def test_strange_answers_are_refusals_of_ours(answer, place):
    paths = (
        "/shiip/public-api/v2/shipping-order/available-services",
        "/services/shipment/fee",
        "/v2/user/Login",
    )
    _, *carriers = scripted(dict.fromkeys(paths, answer))

    with pytest.raises((CarrierAway, CarrierRefused)):
        await carriers[place].fees(POTS)


def _call(told):
    query = dict(pair.split("=", 1) for pair in told.query.split("&") if pair)
    return Call(query=query, headers={}, body=told.body)
