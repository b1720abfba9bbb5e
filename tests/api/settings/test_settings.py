"""The settings in force, where each comes from, and no secret among them."""

from __future__ import annotations

from pathlib import Path

from api.settings.router import MASK, listing, mask
from pipeline.settings import load_settings
from store.identity import Role
from tests.api.site import Site


def test_every_setting_says_where_it_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "fengsui.toml"
    file.write_text(
        '[store]\nretention_days = 200\nmax_bytes = 5\n[identity.oidc.roles]\nops = ["analyst"]\n', encoding="utf-8"
    )
    settings = load_settings(file, {"FENGSUI_STORE__MAX_BYTES": "7", "FENGSUI_LANGUAGE": "en"})
    found = {item.path: item for item in listing(settings)}
    places = {path: item.place for path, item in found.items() if item.place != "default"}
    assert places == {
        "store.retention_days": "file",
        "store.max_bytes": "environment",
        "language": "environment",
        "identity.oidc.roles": "file",
    }
    assert (found["store.max_bytes"].value, found["store.max_bytes"].default) == (7, 0)
    assert found["store.max_bytes"].variable == "FENGSUI_STORE__MAX_BYTES"
    assert found["identity.oidc.roles"].value == {"ops": ["analyst"]}


def test_every_setting_is_explained_in_both_languages(tmp_path: Path) -> None:
    settings = load_settings(None, {"FENGSUI_DATA": str(tmp_path)})
    missing = [item.path for item in listing(settings) if not item.description or not item.description_zh]
    assert missing == [], "api/settings/words.py lacks them"


def test_secrets_are_masked_wherever_they_stand() -> None:
    assert mask("client_secret", "hunter2") == (MASK, True)
    assert mask("listen", "https://me:hunter2@idp.example/x") == (f"https://me:{MASK}@idp.example/x", True)
    assert mask("urls", ["amqp://u:hunter2@h", "plain"]) == ([f"amqp://u:{MASK}@h", "plain"], True)
    assert mask("headers", {"api_token": "hunter2"}) == ({"api_token": MASK}, True)
    assert mask("tls_key", Path("/etc/key.pem")) == ("/etc/key.pem", False)
    assert mask("password_length", 12) == (12, False)
    assert mask("client_secret", "") == ("", False)


def test_who_runs_the_platform_reads_them_over_http(site: Site) -> None:
    answer = site.signed_in(Role.SYSTEM_ADMIN).get("/api/v1/settings")
    assert answer.status_code == 200
    paths = [item["path"] for item in answer.json()["items"]]
    assert "store.retention_days" in paths
    assert not any(path.startswith(("units", "sources")) for path in paths)
    assert site.signed_in(Role.ANALYST).get("/api/v1/settings").status_code == 403
