"""The loaded rules by document: what the load report says of each, the rule made from it, and its text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from api.core import Core
from detections.behaviour.catalogue import FOLDER as BEHAVIOUR
from detections.behaviour.catalogue import Config
from detections.behaviour.listed import listed
from detections.sigma import CompiledRule, Entry, RuleSet, State
from model.event import digest
from pipeline.behaviour import config_of
from pipeline.rulebook import spec_of
from pipeline.stages import rules_of

MAX_TEXT_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """key: the rule's id; for a document without one, or one whose id another has, `doc-` and a digest of its place.
    file: as people know it, relative to the folder or archive it was loaded from."""

    key: str
    entry: Entry
    rule: CompiledRule | None
    file: str

    def text(self) -> str | None:
        """The document as it was loaded; of one that could not be, as it stands in its file, None when it does not."""
        if self.entry.text:
            return self.entry.text.split("\n---\n")[0][:MAX_TEXT_BYTES].rstrip("\n") + "\n"
        whole = _read(self.entry.file)
        if whole is None:
            return None
        lines = whole.splitlines()[max(0, self.entry.line - 1) :]
        if lines and lines[0].startswith("---"):
            lines = lines[1:]
        end = next((number for number, line in enumerate(lines) if line.startswith("---")), len(lines))
        return "\n".join(lines[:end]).rstrip() + "\n"


class Library:
    """The documents of a rule set, in the order they were loaded, and after them the built-in behaviour detectors."""

    def __init__(
        self, rules: RuleSet, roots: Sequence[Path], built_in: Iterable[tuple[Entry, CompiledRule]] = ()
    ) -> None:
        self.rules = rules
        self._roots = (*roots, BEHAVIOUR.parent.parent)
        made = {(rule.file, rule.line): rule for rule in rules.rules}
        self._rules = {rule.id: rule for rule in rules.rules}
        self._by_key: dict[str, Document] = {}
        active = {entry.id for entry in rules.report.active if entry.id}
        for number, entry in enumerate(rules.report.entries):
            owns_id = entry.id and (entry.state is State.ACTIVE or entry.id not in active)
            key = entry.id if owns_id and entry.id not in self._by_key else f"doc-{digest(entry.file, number)[:16]}"
            rule = made.get((entry.file, entry.line)) if entry.state is State.ACTIVE else None
            self._by_key[key] = Document(key, entry, rule or self._active(entry), self.shown(entry.file))
        built_in = list(built_in)
        self.detectors = tuple(rule for entry, rule in built_in if entry.state is State.ACTIVE)
        self.detectors_off = len(built_in) - len(self.detectors)
        self._rules |= {rule.id: rule for rule in self.detectors}
        for entry, _ in built_in:
            self._by_key[entry.id] = Document(entry.id, entry, self._active(entry), self.shown(entry.file))
        self.documents = tuple(self._by_key.values())

    def _active(self, entry: Entry) -> CompiledRule | None:
        return self._rules.get(entry.id) if entry.state is State.ACTIVE else None

    def shown(self, file: str) -> str:
        for root in self._roots:
            inside = file.removeprefix(f"{root}/")
            if inside != file:
                return inside
        return Path(file).name

    def get(self, key: str) -> Document | None:
        return self._by_key.get(key)

    def rule(self, rule_id: str) -> CompiledRule | None:
        return self._rules.get(rule_id)

    def of_rule(self, rule_id: str) -> Document | None:
        """The document of an active rule."""
        found = self._by_key.get(rule_id)
        if found is None or found.rule is None:
            rule = self._rules.get(rule_id)
            found = next((d for d in self.documents if rule is not None and d.rule is rule), None)
        return found


def library_of(core: Core) -> Library:
    """Of the rules the pipeline beside us runs, or else of those that would be, loaded once per process."""
    running = getattr(core.kept, "rules", None)
    if isinstance(running, RuleSet):
        rules, roots = running, core.kept.spec.rules  # type: ignore[attr-defined] # what has rules is a Platform
    else:
        spec = spec_of(core.settings, core.state)
        rules, roots = rules_of(spec), spec.rules
    return _made(rules, roots, config_of(core.settings.detection))


@lru_cache(maxsize=2)
def _made(rules: RuleSet, roots: tuple[Path, ...], watched: Config | None) -> Library:
    return Library(rules, roots, listed(watched))


def _read(name: str) -> str | None:
    """name: a file, or a member of an archive, as the load report names them; never what a client sent."""
    try:
        archive, found, member = name.partition(".zip/")
        if found:
            with zipfile.ZipFile(f"{archive}.zip") as packed, packed.open(member) as stream:
                data = stream.read(MAX_TEXT_BYTES)
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(MAX_TEXT_BYTES)
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return None
    return data.decode("utf-8", "backslashreplace").replace("\0", "")
