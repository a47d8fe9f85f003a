"""What the sandbox asks. Made up, but in the order of what carriers ask inside one province. Pure."""

BASE = 18_000  # đồng for the first half kilogram
STEP_G, STEP = 500, 2_500  # đồng for every half kilogram more
ELSEWHERE = 6_000  # đồng more between two districts
INSURED_FROM, INSURANCE_PERMILLE = 1_000_000, 5


def fee(weight_g: int, value: int, *, same_district: bool, percent: int = 100) -> int:
    """đồng for a parcel of a service that costs `percent` of the usual."""
    steps = max(0, -(-weight_g // STEP_G) - 1)
    asked = BASE + steps * STEP + (0 if same_district else ELSEWHERE)
    insured = value * INSURANCE_PERMILLE // 1000 if value >= INSURED_FROM else 0
    return asked * percent // 100 + insured
