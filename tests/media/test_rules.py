"""The bounds of pictures, at their edges."""

import pytest

from shop.media.errors import PictureTooLarge
from shop.media.rules import check_pixels


@pytest.mark.parametrize(("width", "height"), [(8000, 5000), (12_000, 3333), (1, 1)])
def test_up_to_forty_megapixels_are_taken(width, height):
    check_pixels(width, height)


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (12_001, 1), (1, 12_001), (10**9, 10**9)])
def test_more_pixels_or_a_longer_side_are_not(width, height):
    with pytest.raises(PictureTooLarge):
        check_pixels(width, height)
