"""What tests of the desk's pages share: the staged form as a browser sends it."""

import re
from html import unescape

from tests.web.pages import BROWSER, FORM


def fields_of(page, form="content"):
    """The fields of a form as the page shows them, without its buttons and files."""
    found = re.search(rf'<form[^>]*id="{form}".*?</form>', page.text, re.DOTALL)
    assert found, "the page has no such form"
    body = found[0]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", body):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("name") and attributes.get("type") != "file":
            fields[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', body, re.DOTALL):
        fields[name] = unescape(value)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', body, re.DOTALL):
        fields[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return fields


async def read_form(client, shop):
    """The staged form of the shop's listing."""
    page = await client.get(shop.page, headers=BROWSER)
    assert page.status_code == 200, page.text[:500]
    return fields_of(page)


async def send_form(client, shop, fields, act="save", picture=None, **changes):
    """Send the staged form as its buttons do."""
    files = {"picture": ("anh.jpg", picture, "image/jpeg")} if picture is not None else {"none": ("", b"")}
    return await client.post(f"{shop.page}/noi-dung", data=fields | {"act": act} | changes, files=files, headers=FORM)
