"""Generated pages are what the code says, links lead somewhere, decisions have their four parts."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from tests.architecture.tree import ROOT, tracked

DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_up_to_date(generate: ModuleType) -> None:
    assert generate.stale() == [], "run `make docs` and commit the result"


def test_the_check_names_every_stale_page_and_fails(
    generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path)
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    assert generate.main() == 1
    said = capsys.readouterr().err
    assert [page for page in generate.PAGES if f"docs/{page} is stale" in said] == list(generate.PAGES)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(sys, "argv", ["generate.py"])
    assert generate.main() == 0
    assert generate.stale() == []


def test_the_check_runs_as_the_makefile_calls_it() -> None:
    run = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_every_field_of_the_catalogue_is_on_its_page() -> None:
    from model.ecs import catalogue

    page = (DOCS / "reference" / "fields.md").read_text("utf-8")
    assert not [name for name in catalogue() if f"| `{name}` |" not in page]


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md" and "captures" not in path.parts]


def links(page: Path) -> list[str]:
    """Targets inside the tree, without the part after #."""
    text = FENCED.sub("", (ROOT / page).read_text("utf-8"))
    targets = [unquote(target.partition("#")[0]) for target in LINK.findall(text)]
    return [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]


def test_every_link_between_our_pages_leads_to_a_file() -> None:
    dead = [f"{page}: {to}" for page in pages() for to in links(page) if not ((ROOT / page).parent / to).exists()]
    assert not dead


def decisions() -> list[Path]:
    return [path for path in tracked() if path.parent == Path("docs/decisions") and path.name[:4].isdigit()]


def test_a_decision_has_its_four_parts_in_order() -> None:
    for page in decisions():
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name)
        heads = re.findall(r"^## (.+)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
        assert heads[:4] == ["Context", "Decision", "Consequences", "Alternatives"], page


def test_a_decision_number_is_used_once() -> None:
    numbers = [page.name[:4] for page in decisions()]
    assert len(set(numbers)) == len(numbers)
