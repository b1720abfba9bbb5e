"""A pySigma backend fits the interface for hunts in a store's own language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

from detections.sigma.pushdown import HuntQuery, PushDown
from model.event import Event
from model.times import Micros

RULE = """
title: Whoami
id: 3f0a5d3e-6d9f-4a56-9f0e-0123456789ab
logsource: {product: linux, service: auditd}
detection:
  selection: {exe|endswith: /whoami}
  condition: selection
"""


class Sqlite:
    """As an Elasticsearch store will do it, with another backend."""

    def convert(self, text: str) -> Sequence[HuntQuery]:
        rules = SigmaCollection.from_yaml(text)
        backend = sqliteBackend()
        return [
            HuntQuery(str(rule.id), "sqlite", query, exact=False)
            for rule in rules.rules
            for query in backend.convert_rule(rule)
        ]

    def ask(self, query: HuntQuery, units: frozenset[str] | None, start: Micros, end: Micros) -> Iterator[Event]:
        return iter(())


def test_a_backend_of_pysigma_writes_the_question() -> None:
    store: PushDown = Sqlite()
    [query] = store.convert(RULE)
    assert query.rule == "3f0a5d3e-6d9f-4a56-9f0e-0123456789ab"
    assert "whoami" in query.text
