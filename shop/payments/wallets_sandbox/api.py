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
    """An application that plays VNPAY and MoMo; its books are those of all processes of the installation.

    It never plays one that has its real keys: it would sign with them.
    """
    routes: list[ControllerRouterHandler] = [style]
    held: dict[str, object] = {"teller": Teller()}
    at_vnpay, at_momo = vnpay_account(settings), momo_account(settings)
    if at_vnpay is not None and at_vnpay.played:
        routes += vnpay.routes
        held |= {"vnpay": at_vnpay, "vnpay_books": Books(settings, "vnpay")}
    if at_momo is not None and at_momo.played:
        routes += momo.routes
        held |= {"momo": at_momo, "momo_books": Books(settings, "momo")}
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
