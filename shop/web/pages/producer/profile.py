"""What a producer says of itself, and the times it is closed."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Role
from shop.core.clock import today
from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import say
from shop.producers.close import close_producer, reopen_producer
from shop.producers.edit_profile import Profile, edit_profile
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import closures_of, member_role
from shop.producers.rules import at_least
from shop.producers.set_tax_code import set_tax_code
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.producers import ClosureView, ProfileForm, ProfilePage

FIELDS = frozenset({"phone", "email", "address", "about_vi", "about_en", "from_on", "until_on", "reason", "tax_code"})
ACTS = frozenset({"profile", "tax_code", "close", "reopen"})
LONGEST_ABOUT = 2000
OWN = "on its own desk"


@get(both("/chu-the/{slug:str}/ho-so"), guards=PEOPLE, include_in_schema=False)
async def profile_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The profile's form, and the closing times below it."""
    producer = await own_producer(visit, slug)
    told = say(visit.locale, f"web.profile.done_{done}") if done in ACTS else None
    page = msgspec.structs.replace(await _page(visit, producer, _kept(producer)), done=told)
    return show("producer_profile.html", visit.locale, page)


@post(both("/chu-the/{slug:str}/ho-so"), guards=PEOPLE, include_in_schema=False)
async def profile_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Save the profile, add a closing time, strike one out (the field `act`)."""
    producer = await own_producer(visit, slug)
    form = await read_form(visit.request)
    act = form.text("act", 20)
    kept = _kept(producer)
    typed = _typed(form, kept) if act == "profile" else msgspec.structs.replace(kept, **_entered(form, act))
    missing = _missing(visit, form) if act == "close" else ()
    if missing:
        page = msgspec.structs.replace(await _page(visit, producer, typed), errors=missing)
        return show("producer_profile.html", visit.locale, page, status=422)
    try:
        await attempt(visit, lambda session: _act(visit, session, producer, act, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(await _page(visit, producer, typed), errors=told.errors, problem=told.problem)
        return show("producer_profile.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}/ho-so?done={act}")


async def _act(visit: Visit, session: AsyncSession, producer: Producer, act: str, form: Form) -> None:
    if act == "profile":
        typed = _typed(form, ProfileForm())
        profile = Profile(
            about_vi=typed.about_vi,
            about_en=typed.about_en,
            address=typed.address,
            phone=typed.phone,
            email=typed.email,
        )
        await edit_profile(session, visit.actor, producer.id, profile)
    elif act == "tax_code":
        await set_tax_code(session, visit.actor, producer.id, form.text("tax_code", 20), reason=OWN)
    elif act == "close":
        from_on, until_on = read_date(form.text("from_on", 12)), read_date(form.text("until_on", 12))
        if from_on is None or until_on is None:
            raise Invalid(field="from_on" if from_on is None else "until_on")
        await close_producer(
            session, visit.actor, producer.id, from_on=from_on, until_on=until_on, reason=form.text("reason", 120)
        )
    elif act == "reopen":
        await reopen_producer(session, visit.actor, producer.id, form.key("closure"))
    else:
        raise Invalid(field="act")


def _typed(form: Form, kept: ProfileForm) -> ProfileForm:
    return msgspec.structs.replace(
        kept,
        about_vi=form.text("about_vi", LONGEST_ABOUT),
        about_en=form.text("about_en", LONGEST_ABOUT),
        address=form.text("address", 200),
        phone=form.text("phone", 20),
        email=form.text("email", 254),
    )


def _kept(producer: Producer) -> ProfileForm:
    return ProfileForm(
        about_vi=producer.about_vi or "",
        about_en=producer.about_en or "",
        address=producer.address or "",
        phone=producer.phone or "",
        email=producer.email or "",
        tax_code=producer.tax_code or "",
    )


def _entered(form: Form, act: str) -> dict[str, str]:
    """What was typed into the small form of `act`, to be shown again."""
    if act == "tax_code":
        return {"tax_code": form.text("tax_code", 20)}
    return {
        "from_on": form.text("from_on", 12),
        "until_on": form.text("until_on", 12),
        "reason": form.text("reason", 120),
    }


def _missing(visit: Visit, form: Form) -> tuple[FieldError, ...]:
    wrong = [name for name in ("from_on", "until_on") if read_date(form.text(name, 12)) is None]
    wrong += [] if form.text("reason") else ["reason"]
    return tuple(FieldError(field=name, message=say(visit.locale, f"web.profile.missing.{name}")) for name in wrong)


async def _page(visit: Visit, producer: Producer, form: ProfileForm) -> ProfilePage:
    role = await member_role(visit.session, person_of(visit.actor), producer.id)
    admin = Role.ADMIN in visit.actor.roles
    day = await today(visit.session)
    return ProfilePage(
        site=visit.site,
        console=desk(producer, "/ho-so"),
        slug=producer.slug,
        state=producer.state,
        form=form,
        closures=tuple(
            ClosureView(
                id=str(one.id),
                from_on=one.from_on,
                until_on=one.until_on,
                reason=one.reason,
                running=one.from_on <= day,
            )
            for one in await closures_of(visit.session, producer.id)
        ),
        editable=admin or (role is not None and at_least(role, MemberRole.EDITOR)),
        owned=admin or role is MemberRole.OWNER,
    )


routes = [profile_page, profile_act]
