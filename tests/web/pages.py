"""What the tests of pages share: a browser's manners without a browser."""

import re

FORM = {"accept": "text/html", "origin": "https://chomay.test"}
BROWSER = {"accept": "text/html"}


async def look(client, path, status=200):
    """Fetch a page as a browser does; the answer must be a whole page."""
    reply = await client.get(path, headers=BROWSER)
    assert reply.status_code == status, (path, reply.status_code, reply.text[:300])
    assert "<h1" in reply.text
    return reply


async def send(client, path, **fields):
    """Send a form as a browser does; redirects are not followed."""
    return await client.post(path, data=fields, headers=FORM)


def hidden(page, name):
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, f"no field {name}"
    return found.group(1)


async def fill_basket(client, variant, quantity=1, place=""):
    """Put a variant into the basket of this browser."""
    reply = await send(
        client, "/gio-hang/them", variant=str(variant), quantity=str(quantity), sales_point=place, then="cart"
    )
    assert reply.status_code == 303, reply.text[:500]


async def check_out(client, **changes):
    """Open the checkout and send its form, with the fields of an ordinary pickup unless told otherwise."""
    page = await look(client, "/thanh-toan")
    fields = {
        "name": "Lê Thị Bích Ngọc",
        "phone": "0912 345 678",
        "method": "pickup",
        "payment": "cod",
        "request_key": hidden(page, "request_key"),
        "total_pickup": hidden(page, "total_pickup"),
        "total_ship": hidden(page, "total_ship"),
    }
    return await send(client, "/thanh-toan", **(fields | changes))
