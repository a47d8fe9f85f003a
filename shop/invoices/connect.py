"""The service of an installation, from its settings; without an address the sandbox plays it outside production."""

from typing import Any

import httpx

from config.settings import Settings
from shop.invoices.sandbox.api import KEY, make_sandbox
from shop.invoices.sandbox.books import Books
from shop.invoices.service import InvoiceService
from shop.invoices.service_gateway import HttpService

SANDBOX = "http://sandbox.invalid"  # never leaves the process


def open_service(settings: Settings) -> InvoiceService | None:
    """Who issues invoices here; None: nobody, they wait. The caller closes it."""
    if settings.invoice_url:
        return HttpService(httpx.AsyncClient(follow_redirects=False), settings.invoice_url, settings.invoice_token)
    if settings.env == "production":
        return None
    return sandbox_service()


def sandbox_service(books: Books | None = None) -> InvoiceService:
    """The service played by a sandbox, over these books or new ones."""
    app: Any = make_sandbox(books or Books())  # the two frameworks spell ASGI's types differently
    return HttpService(httpx.AsyncClient(transport=httpx.ASGITransport(app)), SANDBOX, KEY)
