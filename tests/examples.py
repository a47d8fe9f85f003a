"""How examples are drawn: none is too slow, as a busy machine is no fault of the code, and each run tries the same.

What failed then fails again. `make faults`, or a profile of one's own, tries others.
"""

import hypothesis

hypothesis.settings.register_profile(
    "shop", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("shop")
