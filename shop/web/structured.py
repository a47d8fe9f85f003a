"""What search engines read of a page, in the words of schema.org. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from shop.catalog.content_rules import is_gtin
from shop.catalog.models import Variant
from shop.catalog.queries import ProductPage as Listing
from shop.catalog.queries import holds
from shop.certification.queries import RegisterEntry
from shop.core.i18n import Locale, say
from shop.web.render import address
from shop.web.views import ProductPage, VariantView
from shop.web.views.reviews import ReviewView

Node = dict[str, object]

MOST_STARS = 5
_SCHEMA = "https://schema.org/"
_POINTS = {"bestRating": 5, "worstRating": 1}
_GRAM = "GRM"  # UN/CEFACT common code


def product_graph(page: ProductPage, listing: Listing, locale: Locale) -> Node:
    """A product with its offers and its certificates in force, and the way to it."""
    own = page.site.base_url + address(locale, f"/san-pham/{page.slug}")
    return {"@context": "https://schema.org", "@graph": [_product(page, listing, own, locale), _way(page, own, locale)]}


def _product(page: ProductPage, listing: Listing, own: str, locale: Locale) -> Node:
    maker = _maker(page, locale)
    variants = dict(zip([str(variant.id) for variant in listing.variants], listing.variants, strict=True))
    node: Node = {
        "@type": "Product",
        "@id": f"{own}#product",
        "url": own,
        "name": page.name,
        "description": page.summary.text if page.summary else None,
        "image": [page.site.base_url + image for image in _images(page)],
        "category": page.group_name,
        "brand": {"@type": "Brand", "name": page.producer.name} if page.producer else None,
        "manufacturer": maker,
        "audience": {"@type": "PeopleAudience", "suggestedMinAge": page.min_age} if page.min_age else None,
        "hasCertification": [
            _certification(entry, locale)
            for entry in listing.gradings
            if entry.certificate.stars is not None and holds(entry.certificate, listing.today)
        ],
        "aggregateRating": _rating(page),
        "review": [_review(said) for said in page.reviews.newest if not said.removed_at] if page.reviews else [],
        "offers": [_offer(view, variants[view.id], listing, own, maker) for view in page.variants if page.on_sale],
    }
    if len(variants) == 1:
        node |= _of_variant(next(iter(variants.values())))
    return _filled(node)


def _rating(page: ProductPage) -> Node | None:
    """What buyers gave, over all of them; the stars of the programme are its certification."""
    said = page.reviews
    if said is None or said.average is None:
        return None
    return {"@type": "AggregateRating", "ratingValue": said.average, "reviewCount": said.count, **_POINTS}


def _review(said: ReviewView) -> Node:
    return _filled(
        {
            "@type": "Review",
            "author": {"@type": "Person", "name": said.author},
            "datePublished": said.at.isoformat(),
            "reviewBody": said.text,
            "inLanguage": said.lang,
            "reviewRating": {"@type": "Rating", "ratingValue": said.points, **_POINTS},
        }
    )


def _images(page: ProductPage) -> list[str]:
    return [picture.image.replace("/640.", "/1280.") for picture in page.pictures] or [page.image]


def _maker(page: ProductPage, locale: Locale) -> Node | None:
    if page.producer is None:
        return None
    at = f"/chu-the-ocop/{page.producer.slug}"
    return {"@type": "Organization", "name": page.producer.name, "url": page.site.base_url + address(locale, at)}


def _of_variant(variant: Variant) -> Node:
    """What tells one pack from another."""
    weight: Node | None = None
    if variant.net_weight_g:
        weight = {"@type": "QuantitativeValue", "value": variant.net_weight_g, "unitCode": _GRAM}
    gtin = variant.barcode if variant.barcode and is_gtin(variant.barcode) else None
    return {"sku": variant.sku, "gtin": gtin, "weight": weight}


def _offer(view: VariantView, variant: Variant, listing: Listing, own: str, maker: Node | None) -> Node:
    closed = listing.closed_until
    there = view.available > 0 and closed is None
    return _filled(
        {
            "@type": "Offer",
            "url": own,
            "name": view.name or None,
            "sku": variant.sku,
            "gtin": _of_variant(variant)["gtin"],
            "price": view.price,
            "priceCurrency": "VND",
            "availability": _SCHEMA + ("InStock" if there else "OutOfStock"),
            "availabilityStarts": (closed + timedelta(days=1)).isoformat() if closed else None,
            "itemCondition": f"{_SCHEMA}NewCondition",
            "seller": maker,
        }
    )


def _certification(entry: RegisterEntry, locale: Locale) -> Node:
    """A grading in force. Its stars are said in words too: four with the prospect of five are four."""
    certificate = entry.certificate
    stars = certificate.stars or 0
    word = (
        say(locale, "web.stars.potential")
        if certificate.potential_five
        else say(locale, "web.stars.count", count=stars)
    )
    return _filled(
        {
            "@type": "Certification",
            "name": f"OCOP: {word}",
            "certificationIdentification": certificate.code,
            "issuedBy": {"@type": "Organization", "name": certificate.issuer} if certificate.issuer else None,
            "certificationStatus": f"{_SCHEMA}CertificationActive",
            "validFrom": _day(certificate.in_force_from),
            "expires": _day(certificate.in_force_until),
            "certificationRating": {
                "@type": "Rating",
                "ratingValue": min(stars, MOST_STARS),
                "bestRating": MOST_STARS,
                "worstRating": 1,
                "ratingExplanation": word,
            },
        }
    )


def _way(page: ProductPage, own: str, locale: Locale) -> Node:
    base = page.site.base_url
    steps: list[tuple[str, str]] = [(say(locale, "web.site.products"), base + address(locale, "/san-pham"))]
    if page.group_name:
        steps.append((page.group_name, base + address(locale, f"/san-pham?group={page.group_slug}")))
    steps.append((page.name, own))
    return {"@type": "BreadcrumbList", "itemListElement": _numbered(steps)}


def _numbered(steps: Sequence[tuple[str, str]]) -> list[Node]:
    return [{"@type": "ListItem", "position": at, "name": name, "item": url} for at, (name, url) in enumerate(steps, 1)]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _filled(node: Node) -> Node:
    """`node` without what is not known."""
    return {key: value for key, value in node.items() if value is not None and value != []}
