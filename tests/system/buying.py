"""One order over real HTTP, as a program sends it (crowd.py has the load)."""

import uuid
from dataclasses import dataclass

import httpx

from tests.system.harness import Shop

CONTACT = {"name": "Nguyễn Thị Thử", "phone": "0912345678"}


@dataclass(frozen=True)
class Offer:
    """One variant that a sales point has in stock; price in đồng."""

    variant: str
    sales_point: str
    price: int

    def order(self, quantity: int = 1) -> dict[str, object]:
        """The body of an order for pickup and cash."""
        return {
            "lines": [{"variant": self.variant, "quantity": quantity, "sales_point": self.sales_point}],
            "contact": CONTACT,
            "delivery": {"method": "pickup", "sales_point": self.sales_point},
            "payment": "cod",
            "expected_total": self.price * quantity,
        }


def best_offer(shop: Shop) -> Offer:
    """The offer with the most stock among the first products."""
    with httpx.Client(base_url=shop.url, timeout=30) as client:
        found: list[tuple[int, Offer]] = []
        for item in client.get("/api/v1/products", params={"in_stock": "true", "limit": 20}).json()["items"]:
            for variant in client.get(f"/api/v1/products/{item['slug']}").json()["variants"]:
                for stock in variant["stock"]:
                    offer = Offer(variant["id"], stock["sales_point"]["slug"], variant["price"])
                    found.append((stock["available"], offer))
    return max(found, key=lambda pair: pair[0])[1]


def place(client: httpx.Client, offer: Offer, key: str | None = None) -> httpx.Response:
    """Send one order."""
    headers = {"Idempotency-Key": key or uuid.uuid4().hex}
    return client.post("/api/v1/orders", json=offer.order(), headers=headers)


def missing(shop: Shop, orders: dict[str, str]) -> list[str]:
    """The codes among `orders` that the shop does not know."""
    with httpx.Client(base_url=shop.url, timeout=30) as client:
        answers = {
            code: client.get(f"/api/v1/orders/{code}", headers={"X-Order-Token": token}).status_code
            for code, token in orders.items()
        }
    return [code for code, status in answers.items() if status != 200]
