"""What a way to pay does not take at once is neither offered at the checkout nor taken."""

import pytest

from shop.payments.models import PaymentMethod
from tests.make import catalog
from tests.make.inventory import goods
from tests.make.orders import body, key
from tests.web.pages import fill_basket, look


@pytest.mark.parametrize(
    ("price", "refused"),
    [
        (900, {PaymentMethod.MOMO, PaymentMethod.VNPAY}),
        (4_999, {PaymentMethod.VNPAY}),
        (50_000_000, set()),
        (50_000_001, {PaymentMethod.MOMO}),
    ],
)
async def test_an_order_is_placed_only_by_a_way_that_takes_its_price(client, session, price, refused):
    bowl = await goods(session, 9, price=price)

    answers = {
        method: await client.post("/api/v1/orders", json=body(bowl, payment=method.value), headers=key())
        for method in (PaymentMethod.MOMO, PaymentMethod.VNPAY, PaymentMethod.VIETQR)
    }

    wrong = {method for method, answer in answers.items() if answer.status_code == 422}
    assert wrong == refused
    assert {answers[method].json()["code"] for method in wrong} <= {"payment_method_off"}
    assert {answer.status_code for method, answer in answers.items() if method not in wrong} == {201}


async def test_the_checkout_offers_what_takes_the_price_however_it_is_fetched(client, session):
    product = await catalog.product(session, "Sâm Ngọc Linh", price=50_000_001, stock={"hoang-cau": 5})
    variant = await catalog.variant_of(session, product)
    await fill_basket(client, variant.id, 1, "hoang-cau")

    page = (await look(client, "/thanh-toan")).text

    offered = {method for method in PaymentMethod if f'name="payment" value="{method.value}"' in page}
    assert PaymentMethod.MOMO not in offered
    assert {PaymentMethod.VNPAY, PaymentMethod.VIETQR} <= offered
