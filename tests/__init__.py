"""The tests. Compiled rules are not kept between runs."""

import os

os.environ.setdefault("FENGSUI_CACHE", "")
