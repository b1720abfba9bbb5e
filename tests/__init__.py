"""The tests. Compiled rules are not kept between runs: a cache folder cannot be made where this points."""

import os

os.environ["XDG_CACHE_HOME"] = os.devnull
