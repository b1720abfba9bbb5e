"""The shape of the tree: folders say what they are, files stay readable, imports run one way."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, ours, packages, pyproject, tracked

LINES = 600
FIXED = {"collectors", "detections", "correlator", "api", "playbooks", "compliance"}


def docstring(folder: Path) -> str:
    """Of the package; empty when the folder is none."""
    path = ROOT / folder / "__init__.py"
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) if path.is_file() else None) or ""


def test_the_fixed_names_of_the_tree_are_there() -> None:
    assert set(packages()) >= FIXED
    assert {"pyproject.toml", "tests"} <= {path.parts[0] for path in tracked()}


def test_every_top_level_package_is_shipped_and_under_the_import_contract() -> None:
    found = {path.parts[0] for path in tracked() if len(path.parts) == 2 and path.name == "__init__.py"}
    assert found - {"tests", "benchmarks", "docs"} == set(packages())
    assert sorted(pyproject()["tool"]["importlinter"]["root_packages"]) == sorted(packages())
    layers = pyproject()["tool"]["importlinter"]["contracts"][0]["layers"]
    assert sorted(name for layer in layers for name in layer.split(" | ")) == sorted(packages())


def test_the_import_contracts_hold() -> None:
    script = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_folder_of_code_is_a_package_that_says_what_it_is() -> None:
    folders = {path.parent for path in ours(".py")}
    assert not [str(folder) for folder in sorted(folders) if len(docstring(folder)) < 20], (
        "say in the docstring of __init__.py, in a sentence, what the folder is for"
    )


@pytest.mark.parametrize("package", packages())
def test_a_top_level_package_says_what_comes_in_what_goes_out_and_what_it_will_not_do(package: str) -> None:
    said = docstring(Path(package))
    missing = [word for word in ("In", "Out", "Not") if not re.search(rf"^{word}:", said, re.MULTILINE)]
    assert not missing, f"{package}/__init__.py: add a line for each of {missing}"


@pytest.mark.parametrize("package", packages())
def test_every_module_of_a_package_starts_by_saying_what_it_is(package: str) -> None:
    silent = [
        str(path)
        for path in ours(".py")
        if path.parts[0] == package
        and path.name != "__init__.py"
        and not ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8")))
    ]
    assert not silent


def test_no_file_of_ours_is_longer_than_a_reader_bears() -> None:
    long = {str(path): n for path in ours(".py") if (n := len((ROOT / path).read_text("utf-8").splitlines())) > LINES}
    assert not long, f"split by the decision taken: {long}"


@pytest.mark.parametrize("name", ["utils", "helpers", "service", "manager", "common", "misc"])
def test_no_file_is_named_for_nothing_in_particular(name: str) -> None:
    assert not [str(path) for path in ours(".py") if path.stem == name]


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in tracked() if path.parts[0] == "tests" and path.name.startswith("test_")}
    assert not [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").is_file()]


def test_the_recordings_stay_out_of_the_wheel() -> None:
    assert not [name for name in packages() if name == "tests"]
    assert "/tests/captures" in pyproject()["tool"]["hatch"]["build"]["targets"]["sdist"]["exclude"]
