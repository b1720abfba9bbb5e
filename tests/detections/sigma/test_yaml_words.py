"""YAML reads some words as values (`off`, `null`, `no`); a rule that calls a detection so is rejected, the others go on."""

from __future__ import annotations

from pathlib import Path

from detections.sigma import load

RULE = """title: {title}
id: {id}
logsource: {{product: linux}}
detection:
  {name}: {{a: b}}
  condition: 1 of them
level: low
"""


def test_a_detection_called_off_rejects_its_rule_and_no_other(tmp_path: Path) -> None:
    for number, name in enumerate(["off", "null", "selection"]):
        text = RULE.format(title=f"rule {number}", id=f"00000000-0000-4000-8000-{number:012}", name=name)
        (tmp_path / f"{number}.yml").write_text(text)
    report = load([tmp_path]).report
    assert [e.title for e in report.active] == ["rule 2"]
    assert all("put the name into quotes" in e.reason for e in report.rejected)
    assert len(report.rejected) == 2
