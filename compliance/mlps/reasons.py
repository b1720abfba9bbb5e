"""Why an evidence rule answered as it did, in people's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance.catalog import raw
from compliance.three_sync.gates import artefacts
from model.compliance import Answer


def reason(answer: Answer) -> tuple[str, str]:
    """In Chinese and English. Parameters are told as they are, papers and roles by their names; a text that cannot be filled
    shows its key."""
    words = raw("reasons.yml")
    held = words["reasons"].get(answer.reason)
    if held is None:
        return answer.reason, answer.reason
    try:
        zh, en = (held[language].format(**_named(answer.params, words["roles"], language)) for language in ("zh", "en"))
    except (KeyError, IndexError, ValueError):
        return answer.reason, answer.reason
    return zh, en


def _named(params: Mapping[str, Any], roles: Mapping[str, Mapping[str, str]], language: str) -> dict[str, Any]:
    out = dict(params)
    paper = artefacts().get(str(params.get("artefact", "")))
    if paper is not None:
        out["artefact"] = paper.zh if language == "zh" else paper.en
    if "roles" in params:
        names = [roles[one][language] if one in roles else one for one in str(params["roles"]).split(", ")]
        out["roles"] = ("、" if language == "zh" else ", ").join(names)
    return out
