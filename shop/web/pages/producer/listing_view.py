"""Putting the page of one listing together: what is live, what is staged, and what the last act had to say."""

import secrets
from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content import Content, read_content
from shop.catalog.models import Product, Variant
from shop.core.actor import Role
from shop.core.errors import NotFound
from shop.listings.errors import NoSuchListing
from shop.listings.models import EditState, ListingEdit
from shop.listings.queries import ListingRow, PlaceLevel, edits_of, levels_of, listing_at, listing_row, variants_of
from shop.listings.rules import OPEN
from shop.listings.wished import diff_edit, over, prices_of, wished
from shop.media.queries import states_of
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import member_role
from shop.producers.rules import at_least
from shop.web import formats
from shop.web.pages.listing_changes import change_views
from shop.web.pages.producer.content_form import with_blank, write_content_form
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.listings import (
    ContentForm,
    EditRow,
    LevelView,
    ListingCard,
    ListingPage,
    VariantDesk,
)

PLACE = "/san-pham"
SHOWN_EDITS = 20


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A listing of a producer as its page needs it. `edit` is the newest that still asks for something."""

    producer: Producer
    product: Product
    live: Content
    edits: list[ListingEdit]
    may_write: bool

    @property
    def edit(self) -> ListingEdit | None:
        """The edit that is being written, waits, or was declined last."""
        asking = {*OPEN, EditState.DECLINED}
        return self.edits[0] if self.edits and self.edits[0].state in asking else None

    @property
    def open_edit(self) -> ListingEdit | None:
        """The edit that is being written or waits."""
        return self.edit if self.edit is not None and self.edit.state in OPEN else None

    @property
    def skus(self) -> frozenset[str]:
        """The SKUs that are live."""
        return frozenset(variant.sku for variant in self.live.variants)

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/chu-the/{self.producer.slug}{PLACE}/{self.product.slug}"


async def own_listing(visit: Visit, slug: str, listing_slug: str) -> Listing:
    """The listing at this address, for members of its producer.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `own_producer`.
        NoSuchListing: the producer has none there.
    """
    producer = await own_producer(visit, slug)
    found = await listing_at(visit.session, producer.id, listing_slug[:120])
    if found is None:
        raise NoSuchListing
    return await read_listing(visit, producer, found.id)


async def read_listing(visit: Visit, producer: Producer, product_id: UUID) -> Listing:
    """The listing as it stands now in the visit's transaction."""
    product = await visit.session.get(Product, product_id, populate_existing=True)
    if product is None:
        raise NotFound
    return Listing(
        producer=producer,
        product=product,
        live=await read_content(visit.session, product.id),
        edits=await edits_of(visit.session, product.id, SHOWN_EDITS),
        may_write=await may_write(visit, producer),
    )


async def may_write(visit: Visit, producer: Producer) -> bool:
    """Whether the visitor may change what the producer sells."""
    if Role.ADMIN in visit.actor.roles:
        return True
    role = await member_role(visit.session, person_of(visit.actor), producer.id)
    return role is not None and at_least(role, MemberRole.EDITOR)


def form_of(listing: Listing, visit: Visit) -> ContentForm:
    """The staged form as it is kept: of the open edit, of a declined one to start from, else of what is live."""
    edit = listing.edit
    content = over(listing.live, wished(edit)) if edit else listing.live
    return write_content_form(
        content,
        prices_of(edit) if edit else {},
        listing.skus,
        visit.locale,
        version=listing.open_edit.version if listing.open_edit else 0,
        note=(edit.note or "") if edit else "",
    )


async def listing_page(visit: Visit, listing: Listing, typed: ContentForm | None = None) -> ListingPage:
    """The page; `typed` is the form as it came, where it was not saved."""
    product, edit, session = listing.product, listing.edit, visit.session
    row = await listing_row(session, product.id)
    waits = edit is not None and edit.state is EditState.SUBMITTED
    form = typed or (form_of(listing, visit) if listing.may_write and not waits else None)
    return ListingPage(
        site=visit.site,
        console=desk(listing.producer, PLACE),
        producer_slug=listing.producer.slug,
        card=card_of(row),
        live_path=None if product.hidden else f"/san-pham/{product.slug}",
        may_write=listing.may_write,
        hidden=product.hidden,
        published=product.published_at is not None,
        variants=await _variants(visit, listing),
        form=with_blank(await _with_states(session, form)) if form else None,
        edit_id=str(edit.id) if edit else None,
        edit_state=edit.state if edit else None,
        submitted_at=edit.submitted_at if edit else None,
        reason=edit.reason if edit else None,
        changes=change_views(diff_edit(listing.live, edit), _skus(listing), visit.locale) if edit else (),
        history=tuple(_past(one) for one in listing.edits if one.submitted_at and one.state not in OPEN),
        request_key=secrets.token_urlsafe(18),
    )


def card_of(row: ListingRow) -> ListingCard:
    """A listing as lists show it."""
    return ListingCard(
        slug=row.slug,
        name=row.name,
        image=row.image,
        standing=row.standing,
        edit=row.edit,
        price=row.price,
        variants=row.variants,
        free=row.free,
        days_left=row.days_left,
        until=row.until,
    )


async def _variants(visit: Visit, listing: Listing) -> tuple[VariantDesk, ...]:
    levels = await levels_of(visit.session, listing.producer.id, listing.product.id)
    found = await variants_of(visit.session, listing.product.id)
    return tuple(_variant(visit, one, levels) for one in found)


def _variant(visit: Visit, variant: Variant, levels: Mapping[UUID, list[PlaceLevel]]) -> VariantDesk:
    return VariantDesk(
        id=str(variant.id),
        name=variant.name,
        sku=variant.sku,
        unit=variant.unit,
        price=formats.number(visit.locale, variant.price),
        active=variant.active,
        levels=tuple(
            LevelView(place=one.place, own=one.own, on_hand=one.on_hand, held=one.held, free=one.free)
            for one in levels.get(variant.id, [])
        ),
    )


async def _with_states(session: AsyncSession, form: ContentForm) -> ContentForm:
    """The form with what became of each picture since it was sent."""
    known = await states_of(session, [UUID(one.id) for one in form.pictures])
    pictures = (msgspec.structs.replace(one, state=known.get(UUID(one.id), one.state)) for one in form.pictures)
    return msgspec.structs.replace(form, pictures=tuple(pictures))


def _skus(listing: Listing) -> frozenset[str]:
    edit = listing.edit
    return listing.skus | ({variant.sku for variant in wished(edit).variants} if edit else set())


def _past(edit: ListingEdit) -> EditRow:
    return EditRow(state=edit.state, at=edit.decided_at or edit.submitted_at or edit.created_at, reason=edit.reason)
