"""The cash drawer of a point: open, put in, take out, count, confirm."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import uuid4

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.errors import Forbidden, NotFound, Refusal
from shop.core.i18n import say
from shop.core.money import Dong
from shop.counter.close_drawer import confirm_count, count_drawer
from shop.counter.move_cash import move_cash
from shop.counter.open_drawer import open_drawer
from shop.counter.queries import drawer_shown
from shop.counter.rules import MOST_CASH
from shop.counter.shown import DrawerShown
from shop.web.pages.answer import both, go, show
from shop.web.pages.counter_place import counter_place
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.till import CashRow, DrawerForm, DrawerPage, DrawerView

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
UNCLEAR = 422
SHORTEST_REASON = 3
DONE = frozenset({"opened", "paid_in", "paid_out", "closed", "counted"})
FIELDS = frozenset({"reason", "amount"})
_EMPTY = Form({})

Act = Callable[[AsyncSession, Visit, Form], Awaitable[str]]


@get(both("/quay/ngan-tien"), guards=STAFF, include_in_schema=False)
async def show_drawer(
    visit: NamedDependency[Visit],
    place: Annotated[str, QueryParameter(max_length=120)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The open drawer of this person's point with its book; `done` says what was just done."""
    page = await _page(visit, place, "", _EMPTY)
    told = say(visit.locale, f"web.drawer.done_{done}") if done in DONE else None
    return show("drawer.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/quay/ngan-tien/{drawer_act:str}"), guards=STAFF, include_in_schema=False)
async def act_on_drawer(
    visit: NamedDependency[Visit], drawer_act: Annotated[str, PathParameter(max_length=20)]
) -> Response[bytes]:
    """Do one thing; a refusal shows the drawer with the reason and what was typed."""
    if drawer_act not in ACTS:
        raise NotFound
    form = await read_form(visit.request)
    errors = _unreadable(visit, drawer_act, form)
    if errors:
        return await _again(visit, drawer_act, form, UNCLEAR, errors=errors)
    try:
        done = await attempt(visit, lambda session: ACTS[drawer_act](session, visit, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        return await _again(visit, drawer_act, form, told.status, errors=told.errors, problem=told.problem)
    return go(visit.locale, f"/quay/ngan-tien?place={form.text('place', 120)}&done={done}")


def _unreadable(visit: Visit, act: str, form: Form) -> tuple[FieldError, ...]:
    wrong = []
    number = {"dem": "counted", "xac-nhan": ""}.get(act, "amount")
    if number and not _is_cash(form, number, least=0 if act in {"mo", "dem"} else 1):
        wrong.append(FieldError(field=number, message=say(visit.locale, "web.drawer.wrong_amount")))
    if act in {"thu", "chi"} and len(form.text("reason")) < SHORTEST_REASON:
        wrong.append(FieldError(field="reason", message=say(visit.locale, "web.drawer.no_reason")))
    return tuple(wrong)


def _is_cash(form: Form, name: str, *, least: int) -> bool:
    amount = form.number(name)
    return amount is not None and least <= amount <= MOST_CASH


async def _open(session: AsyncSession, visit: Visit, form: Form) -> str:
    await open_drawer(session, visit.actor, form.text("place", 120), form.number("amount") or 0, form.request_key())
    return "opened"


async def _pay_in(session: AsyncSession, visit: Visit, form: Form) -> str:
    await _move(session, visit, form, 1)
    return "paid_in"


async def _pay_out(session: AsyncSession, visit: Visit, form: Form) -> str:
    await _move(session, visit, form, -1)
    return "paid_out"


async def _move(session: AsyncSession, visit: Visit, form: Form, sign: int) -> None:
    amount = sign * (form.number("amount") or 0)
    place, reason, key = form.text("place", 120), form.text("reason"), form.request_key()
    await move_cash(session, visit.actor, place, amount, reason=reason, key=key)


async def _count(session: AsyncSession, visit: Visit, form: Form) -> str:
    closed = await count_drawer(
        session,
        visit.actor,
        form.text("place", 120),
        form.number("counted") or 0,
        form.request_key(),
        reason=form.text("reason"),
        alone_up_to=visit.settings.drawer_difference,
    )
    return "closed" if closed else "counted"


async def _confirm(session: AsyncSession, visit: Visit, form: Form) -> str:
    await confirm_count(session, visit.actor, form.text("place", 120))
    return "closed"


ACTS: dict[str, Act] = {"mo": _open, "thu": _pay_in, "chi": _pay_out, "dem": _count, "xac-nhan": _confirm}


async def _again(
    visit: Visit,
    act: str,
    form: Form,
    status: int,
    *,
    errors: tuple[FieldError, ...] = (),
    problem: str | None = None,
) -> Response[bytes]:
    async def write(session: AsyncSession) -> DrawerPage:
        return await _page(visit.over(session), form.text("place", 120), act, form)

    page = await attempt(visit, write)
    own = tuple(FieldError(field=f"{act}-{error.field}", message=error.message) for error in errors)
    return show("drawer.html", visit.locale, msgspec.structs.replace(page, errors=own, problem=problem), status=status)


async def _page(visit: Visit, slug: str, act: str, form: Form) -> DrawerPage:
    place, others = await counter_place(visit, slug)
    drawer = await drawer_shown(visit.session, place.id)
    return DrawerPage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        others=others,
        request_key=uuid4().hex,
        drawer=drawer_view(drawer) if drawer else None,
        form=DrawerForm(
            act=act, amount=form.text("amount", 20), counted=form.text("counted", 20), reason=form.text("reason")
        ),
        alone_up_to=Dong(visit.settings.drawer_difference),
    )


def drawer_view(drawer: DrawerShown) -> DrawerView:
    """A drawer for a page, with its book."""
    return DrawerView(
        opened_at=drawer.opened_at,
        opened_by=drawer.opened_by,
        expected=drawer.expected,
        counted=drawer.counted,
        counted_by=drawer.counted_by,
        difference=drawer.difference,
        reason=drawer.reason,
        closed_at=drawer.closed_at,
        rows=tuple(
            CashRow(kind=line.kind, amount=line.amount, at=line.at, about=line.about or line.reason or "")
            for line in drawer.lines
        ),
    )


routes = [show_drawer, act_on_drawer]
