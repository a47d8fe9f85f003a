"""Which carriers an installation has, and how often it asks them."""

import msgspec
import pytest

from config.settings import SettingsError, load_settings
from shop.carriers.connect import Carriers, callback_secret
from shop.carriers.errors import CarrierUnknown
from shop.carriers.models import CarrierName
from tests.carriers.ask import POTS, scripted

FEE = {"success": True, "message": "", "fee": {"fee": 30400, "delivery": True}}


@pytest.fixture
async def carriers(settings):
    made = Carriers(settings)
    yield made
    await made.close()


async def test_the_sandbox_plays_all_three_but_not_in_production(settings, carriers):
    real = Carriers(msgspec.structs.replace(settings, env="production", ghtk_token="t"))
    await real.close()

    assert [(one.name, one.derived) for one in carriers.all()] == [(name, True) for name in CarrierName]
    assert [(one.name, one.derived) for one in real.all()] == [(CarrierName.GHTK, False)]
    with pytest.raises(CarrierUnknown):
        real.get("ghn")


async def test_the_same_is_asked_once_in_some_minutes(carriers):
    script, _, ghtk, _ = scripted({"/services/shipment/fee": FEE})

    first, again = await carriers.fees(ghtk, POTS), await carriers.fees(ghtk, POTS)
    await carriers.fees(ghtk, msgspec.structs.replace(POTS, weight_g=9))

    assert first == again
    assert len(script.asked) == 4  # by road and by air, for two weights


def test_each_carrier_has_a_secret_of_its_own(settings):
    assert len({callback_secret(settings, name) for name in CarrierName}) == len(CarrierName)


def test_a_token_of_ghn_needs_its_shop():
    with pytest.raises(SettingsError):
        load_settings({"SHOP_GHN_TOKEN": "t"})
