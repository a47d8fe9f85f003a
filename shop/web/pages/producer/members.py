"""Who acts for a producer; inviting, and accepting an invitation."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Forbidden, Invalid, NotFound, Refusal
from shop.core.i18n import say
from shop.http.cookies import gone_cookie, host_cookie
from shop.producers.change_member import change_role, remove_member
from shop.producers.invite import accept_invitation, invite_member, withdraw_invitation
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import invitation_by_hash, member_role, members_of, open_invitations
from shop.producers.rules import token_hash
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views.producers import InvitationPage, InvitationView, MembersPage, MemberView

COOKIE = "__Host-loi-moi"
COOKIE_SECONDS = 3600  # long enough to open an account meanwhile
LONGEST_TOKEN = 80
FIELDS = frozenset({"email"})
ACTS = frozenset({"invite", "role", "remove", "withdraw"})


@get(both("/chu-the/{slug:str}/thanh-vien"), guards=PEOPLE, include_in_schema=False)
async def members_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The members and who is invited; owners change them."""
    producer = await own_producer(visit, slug)
    told = say(visit.locale, f"web.members.done_{done}") if done in ACTS else None
    return show("producer_members.html", visit.locale, msgspec.structs.replace(await _page(visit, producer), done=told))


@post(both("/chu-the/{slug:str}/thanh-vien"), guards=PEOPLE, include_in_schema=False)
async def members_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Invite, change a role, end a membership, withdraw an invitation (the field `act`)."""
    producer = await own_producer(visit, slug)
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(visit, session, producer, act, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(
            await _page(visit, producer), errors=told.errors, problem=told.problem, email=form.text("email", 254)
        )
        return show("producer_members.html", visit.locale, page, status=told.status)
    if act == "remove" and form.text("person", 40) == str(visit.actor.person_id):
        return go(visit.locale, "/chu-the")
    return go(visit.locale, f"/chu-the/{producer.slug}/thanh-vien?done={act}")


@get(both("/chu-the/loi-moi"), include_in_schema=False)
async def invitation_page(
    visit: NamedDependency[Visit],
    token: Annotated[str, QueryParameter(max_length=LONGEST_TOKEN)] = "",
) -> Response[bytes]:
    """The letter's link: the token goes into a cookie, the address becomes clean, then the invitation is shown."""
    if token:
        return go(visit.locale, "/chu-the/loi-moi", host_cookie(COOKIE, token, COOKIE_SECONDS))
    return show("producer_invitation.html", visit.locale, await _invitation(visit))


@post(both("/chu-the/loi-moi"), guards=PEOPLE, include_in_schema=False)
async def invitation_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Accept it."""
    token = visit.request.cookies.get(COOKIE, "")[:LONGEST_TOKEN]
    try:
        producer = await attempt(visit, lambda session: accept_invitation(session, visit.actor, token))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, frozenset())
        page = msgspec.structs.replace(await _invitation(visit), problem=told.problem)
        status = 409 if isinstance(refusal, NotFound | Forbidden) else told.status
        return show("producer_invitation.html", visit.locale, page, status=status)
    return go(visit.locale, f"/chu-the/{producer.slug}", gone_cookie(COOKIE))


async def _act(visit: Visit, session: AsyncSession, producer: Producer, act: str, form: Form) -> None:
    actor = visit.actor
    if act == "invite":
        role = _role(form.text("role", 20))
        await invite_member(
            session, actor, producer.id, form.text("email", 254), role, secret=visit.settings.secret_key
        )
    elif act == "role":
        await change_role(session, actor, producer.id, form.key("person"), _role(form.text("role", 20)))
    elif act == "remove":
        await remove_member(session, actor, producer.id, form.key("person"))
    elif act == "withdraw":
        await withdraw_invitation(session, actor, producer.id, form.key("invitation"))
    else:
        raise Invalid(field="act")


def _role(text: str) -> MemberRole:
    try:
        return MemberRole(text)
    except ValueError:
        raise Invalid(field="role") from None


async def _page(visit: Visit, producer: Producer) -> MembersPage:
    person_id = person_of(visit.actor)
    return MembersPage(
        site=visit.site,
        console=desk(producer, "/thanh-vien"),
        slug=producer.slug,
        members=tuple(
            MemberView(
                id=str(one.person_id), name=one.name, email=one.email, role=one.role, myself=one.person_id == person_id
            )
            for one in await members_of(visit.session, producer.id)
        ),
        invitations=tuple(
            InvitationView(id=str(one.id), email=one.email, role=one.role, expires_at=one.expires_at)
            for one in await open_invitations(visit.session, producer.id)
        ),
        owner=await member_role(visit.session, person_id, producer.id) is MemberRole.OWNER,
    )


async def _invitation(visit: Visit) -> InvitationPage:
    token = visit.request.cookies.get(COOKIE, "")[:LONGEST_TOKEN]
    found = await invitation_by_hash(visit.session, token_hash(token)) if token else None
    if found is None or found[0].withdrawn_at is not None:
        return InvitationPage(site=visit.site, producer=None)
    invitation, producer = found
    return InvitationPage(site=visit.site, producer=producer.name, role=invitation.role, email=invitation.email)


routes = [members_page, members_act, invitation_page, invitation_act]
