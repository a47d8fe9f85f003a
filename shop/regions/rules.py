"""Names of units as people write them. Pure."""

from shop.core.text import slugify

_KINDS = {  # as slugs, the longer first
    "thi-tran": "thị trấn",
    "thi-xa": "thị xã",
    "thanh-pho": "thành phố",
    "phuong": "phường",
    "xa": "xã",
    "quan": "quận",
    "huyen": "huyện",
    "tinh": "tỉnh",
}


def written_unit(name: str) -> tuple[str | None, str]:
    """The kind a written name begins with (None: not said) and the slug of the rest: `Xã Vân Hòa` -> xã, van-hoa.

    A kind alone (`Xã`) names nothing: its rest is empty. A unit whose own name begins so keeps it after its kind.
    """
    slug = slugify(name)
    for prefix, kind in _KINDS.items():
        if slug == prefix:
            return kind, ""
        if slug.startswith(f"{prefix}-"):
            return kind, slug[len(prefix) + 1 :]
    return None, slug
