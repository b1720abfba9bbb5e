"""The tests. Compiled rules are not kept between runs: a cache folder cannot be made where this points.

Property tests draw the same examples in every run and at any speed, so that what passed once passes again.
`HYPOTHESIS_PROFILE=exploring` draws new ones; what it finds becomes an `@example`.
"""

import os

from hypothesis import HealthCheck, settings

os.environ["XDG_CACHE_HOME"] = os.devnull

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("exploring", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
