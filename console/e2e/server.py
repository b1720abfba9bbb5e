"""A platform of its own in a temporary folder for the browser's tests, on a free port of loopback, until stdin closes.

Prints one line of JSON: {"address": …, "passwords": {name: one-time password}}. With --bundled it first replays the
recordings that come with Fengsui.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from api.server import first_accounts, serving
from cli import replaying
from pipeline.platform import Platform
from pipeline.settings import ApiSettings, IdentitySettings, Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundled", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengsui-e2e-") as folder:
        settings = Settings(
            data=Path(folder),
            api=ApiSettings(listen="127.0.0.1:0", sign_ins_per_minute=1_000, requests_per_minute=100_000),
            identity=IdentitySettings(second_factor="optional"),
        )
        with Platform(settings) as platform, serving(platform, settings) as http:
            if asked.bundled:
                replaying.play(platform, replaying.bundled(), [])
            first = first_accounts(platform.state, settings)
            told = {"address": http.address, "passwords": {one.name: one.password for one in first}}
            print(json.dumps(told), flush=True)  # noqa: T201
            sys.stdin.read()


if __name__ == "__main__":
    main()
