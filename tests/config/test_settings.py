"""Settings: read once, typed, and loud about what they do not understand."""

import pytest

from config.settings import Settings, SettingsError, load_settings

PRODUCTION = {
    "SHOP_ENV": "production",
    "SHOP_SECRET_KEY": "x" * 32,
    "SHOP_PUBLIC_URL": "https://chomay.example",
}


def test_every_field_is_set_by_its_variable():
    settings = load_settings({"SHOP_PORT": "9000", "SHOP_DEMO": "0", "SHOP_LIMITS": "off", "SHOP_SHIP_FEE": "25000"})

    assert (settings.port, settings.demo, settings.limits, settings.ship_fee) == (9000, False, False, 25_000)


def test_variables_of_others_are_not_ours():
    assert load_settings({"PATH": "/bin", "PORT": "1", "SHOPPING": "yes"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "nearest"),
    [("SHOP_PROT", "SHOP_PORT"), ("SHOP_DATABSE_URL", "SHOP_DATABASE_URL"), ("SHOP_LIMIT", "SHOP_LIMITS")],
)
def test_an_unknown_variable_names_the_nearest(variable, nearest):
    with pytest.raises(SettingsError) as refusal:
        load_settings({variable: "1"})

    assert variable in str(refusal.value)
    assert f"Did you mean {nearest}?" in str(refusal.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SHOP_PORT", "eight"),
        ("SHOP_PORT", "70000"),
        ("SHOP_PORT", "-1"),
        ("SHOP_DEMO", "perhaps"),
        ("SHOP_ENV", "staging"),
        ("SHOP_CLOCK", "sundial"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(variable, value):
    with pytest.raises(SettingsError, match=variable):
        load_settings({variable: value})


@pytest.mark.parametrize(
    "change",
    [
        {"SHOP_LIMITS": "off"},
        {"SHOP_CLOCK": "test"},
        {"SHOP_SECRET_KEY": "short"},
        {"SHOP_PUBLIC_URL": "http://chomay.example"},
    ],
)
def test_production_refuses_what_is_for_trying_out(change):
    assert load_settings(PRODUCTION).env == "production"

    with pytest.raises(SettingsError):
        load_settings(PRODUCTION | change)


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        Settings().port = 1
