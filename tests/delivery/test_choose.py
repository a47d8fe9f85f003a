import pytest

from shop.delivery.choose import Address, DeliveryWish, choose_delivery
from shop.delivery.models import DeliveryMethod
from shop.delivery.rules import shipping_fee
from shop.http.errors import BadInput
from shop.places.models import PlaceKind
from tests.make import catalog

PICKUP, SHIP = DeliveryMethod.PICKUP, DeliveryMethod.SHIP


def test_only_a_delivery_to_the_door_costs_the_fee():
    assert (shipping_fee(PICKUP, 30_000), shipping_fee(SHIP, 30_000)) == (0, 30_000)


async def test_a_producers_store_hands_nothing_over(session):
    store = await catalog.place(session, "kho-htx")
    store.kind = PlaceKind.PRODUCER_STORE
    await session.flush()

    with pytest.raises(BadInput) as refusal:
        await choose_delivery(session, DeliveryWish(method=PICKUP, sales_point="kho-htx"))

    assert refusal.value.field == "delivery.sales_point"


async def test_a_commune_that_ended_is_no_address_of_today(session):
    old = await catalog.region(session, "Xã Cổ Nhuế", catalog.RegionLevel.COMMUNE)
    old.valid_to = catalog.datetime(2025, 6, 30, tzinfo=catalog.UTC).date()
    await session.flush()

    with pytest.raises(BadInput) as refusal:
        await choose_delivery(session, DeliveryWish(method=SHIP, address=Address(line="số 1", commune=old.slug)))

    assert refusal.value.field == "delivery.address.commune"


@pytest.mark.parametrize(
    "wish",
    [
        DeliveryWish(method=PICKUP, sales_point="quay", address=Address(line="số 1", commune="x")),
        DeliveryWish(method=SHIP, sales_point="quay"),
        DeliveryWish(method=PICKUP),
        DeliveryWish(method=SHIP),
        DeliveryWish(method=SHIP, address=Address(line=" ", commune="x")),
    ],
)
async def test_a_choice_is_one_way_and_whole(session, wish):
    with pytest.raises(BadInput):
        await choose_delivery(session, wish)
