"""The sandbox's pages: what a buyer would see at the provider, saying plainly that they are not the provider's."""

from html import escape
from typing import Any
from urllib.parse import parse_qsl

from litestar import MediaType, Request, Response
from litestar.status_codes import HTTP_303_SEE_OTHER

from shop.payments.wallet_accounts import SANDBOX_PATH
from shop.payments.wallets_sandbox.tell import LONGEST_DELAY, MOST_TIMES

STYLE = """
body{margin:0;background:#f4f1ea;color:#1c1c1c;font:1rem/1.5 system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:1rem}
.sandbox{margin:0;background:#ffd84d;color:#1c1c1c;padding:.75rem 1rem;text-align:center}
form,section{background:#fff;border:1px solid #c9c2b2;border-radius:.75rem;padding:1rem;margin:1rem 0}
button{display:block;width:100%;min-height:3rem;margin:.5rem 0;border:1px solid #555;border-radius:.5rem;
background:#fff;color:#1c1c1c;font:inherit}
button.pay{background:#0a5c36;border-color:#0a5c36;color:#fff}
h1{font-size:1.4rem}
.sum{font-size:1.8rem;font-weight:700;margin:.25rem 0}
label{display:block;margin:.5rem 0}
input[type=number]{width:5rem;min-height:2.5rem;font:inherit}
a{color:#0a4a8a}
"""
AnyRequest = Request[Any, Any, Any]
Choice = tuple[str, str]  # the value of a button, and what it says
CHOICES: tuple[Choice, ...] = (
    ("pay", "Trả tiền"),
    ("poor", "Không đủ tiền"),
    ("cancel", "Huỷ"),
    ("late", "Quá hạn"),
)
Form = dict[str, str]


def choice_page(provider: str, *, amount: int, words: str, action: str, hidden: dict[str, str]) -> Response[str]:
    """What to do with a bill; `amount` is đồng."""
    kept = "".join(_hidden(name, value) for name, value in hidden.items())
    buttons = "".join(
        f'<button name="outcome" value="{value}"{_lit(value)}>{escape(label)}</button>' for value, label in CHOICES
    )
    tester = (
        "<details><summary>Cho người thử nghiệm: cách báo kết quả</summary>"
        f'<label>Số lần báo <input type="number" name="times" value="1" min="1" max="{MOST_TIMES}"></label>'
        f'<label>Báo muộn (giây) <input type="number" name="delay" value="0" min="0" max="{LONGEST_DELAY}"></label>'
        '<label><input type="checkbox" name="altered"> Sửa số tiền trong thông báo</label>'
        '<label><input type="checkbox" name="lost"> Không báo</label></details>'
    )
    return _page(
        provider,
        f"<h1>Thanh toán thử qua {escape(provider)}</h1>"
        f'<section><p>{escape(words)}</p><p class="sum">{_dong(amount)}</p></section>'
        f'<form method="post" action="{escape(SANDBOX_PATH + action)}">{kept}{buttons}{tester}</form>',
    )


def told_page(provider: str, title: str, words: str, *, status: int) -> Response[str]:
    """Why there is nothing to choose."""
    return _page(provider, f"<h1>{escape(title)}</h1><section><p>{escape(words)}</p></section>", status=status)


def back(url: str) -> Response[str]:
    """Send the buyer back to the shop."""
    return Response("", status_code=HTTP_303_SEE_OTHER, media_type=MediaType.HTML, headers={"location": url})


async def read_form(request: AnyRequest) -> Form:
    """The fields of a form, the last of a name."""
    return dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))


def _page(provider: str, body: str, *, status: int = 200) -> Response[str]:
    whole = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<link rel="icon" href="data:,">'
        f"<title>Sandbox {escape(provider)}</title>"
        f'<link rel="stylesheet" href="{SANDBOX_PATH}/sandbox.css"></head><body>'
        f'<p class="sandbox">Trang thử nghiệm (sandbox) của Chợ Mây, không phải {escape(provider)}. '
        "Không có tiền thật.</p>"
        f"<main>{body}</main></body></html>"
    )
    return Response(whole, status_code=status, media_type=MediaType.HTML)


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def _lit(value: str) -> str:
    return ' class="pay"' if value == CHOICES[0][0] else ""


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " ₫"
