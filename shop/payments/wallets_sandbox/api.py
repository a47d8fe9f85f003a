"""The sandbox as an application, and where the shop serves it."""

from typing import Any

from litestar import Litestar, MediaType, asgi, get
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from config.settings import Settings
from shop.payments.wallet_accounts import SANDBOX_PATH, momo_account, vnpay_account
from shop.payments.wallets_sandbox import momo, vnpay
from shop.payments.wallets_sandbox.books import Books
from shop.payments.wallets_sandbox.page import STYLE
from shop.payments.wallets_sandbox.tell import Teller

MOST_BYTES = 64 * 1024  # of a request


@get("/sandbox.css", media_type=MediaType.CSS, sync_to_thread=False)
def style() -> str:
    """How its pages look."""
    return STYLE


def make_wallets_sandbox(settings: Settings) -> Litestar:
    """An application that plays VNPAY and MoMo; its books are those of all processes of the installation."""
    held = {
        "vnpay": vnpay_account(settings),
        "momo": momo_account(settings),
        "vnpay_books": Books(settings, "vnpay"),
        "momo_books": Books(settings, "momo"),
        "teller": Teller(),
    }
    routes: list[ControllerRouterHandler] = [style, *vnpay.routes, *momo.routes]
    return Litestar(
        route_handlers=routes,
        openapi_config=None,
        logging_config=None,
        state=State(held),
        request_max_body_size=MOST_BYTES,
    )


def serve_wallets_sandbox(settings: Settings) -> list[ControllerRouterHandler]:
    """What the shop serves of it: nothing in production."""
    if settings.env == "production":
        return []
    played: Any = make_wallets_sandbox(settings)

    @asgi(SANDBOX_PATH, is_mount=True, copy_scope=True)
    async def mounted(scope: Scope, receive: Receive, send: Send) -> None:
        played.state.teller.shop = scope["litestar_app"]
        await played(scope, receive, send)

    return [mounted]
