"""Our Stripe, from the settings; without a key it is played by the sandbox, outside production."""

from typing import Any

import httpx

from config.settings import Settings
from shop.core.db import Sessions
from shop.core.ids import keyed_digest
from shop.payments.sandbox.stripe.api import make_sandbox
from shop.payments.sandbox.stripe.door import PUBLISHABLE, SANDBOX
from shop.payments.stripe_gateway import BASE, PLAYED_PATH, Stripe, StripeAccount

NOWHERE = "http://stripe.invalid"  # never leaves the process


def open_stripe(settings: Settings, sessions: Sessions) -> Stripe | None:
    """Stripe with its keys, else its sandbox; nothing in production without a key."""
    if settings.stripe_secret_key:
        secrets = tuple(one.strip() for one in settings.stripe_webhook_secrets.split(",") if one.strip())
        account = StripeAccount(
            secret_key=settings.stripe_secret_key,
            publishable_key=settings.stripe_publishable_key,
            webhook_secrets=secrets,
            url=settings.stripe_url or BASE,
        )
        return Stripe(httpx.AsyncClient(follow_redirects=False), account)
    if settings.env == "production":
        return None
    return play_stripe(settings, sessions)


def play_stripe(settings: Settings, sessions: Sessions) -> Stripe:
    """The sandbox: its books are in the database, so that every process plays the same."""
    account = StripeAccount(
        secret_key=SANDBOX,
        publishable_key=PUBLISHABLE,
        webhook_secrets=(played_secret(settings),),
        url=NOWHERE,
        played=settings.base_url,
    )
    app: Any = make_sandbox(
        sessions, f"{settings.base_url}{PLAYED_PATH}"
    )  # the two frameworks spell ASGI's types differently
    return Stripe(httpx.AsyncClient(transport=httpx.ASGITransport(app)), account)


def played_secret(settings: Settings) -> str:
    """What the sandbox signs its notices with. Made of the installation's secret."""
    return "whsec_" + keyed_digest(settings.secret_key, "stripe-sandbox").hex()
