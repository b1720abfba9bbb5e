"""Why an evidence rule answered as it did, in people's words."""

from __future__ import annotations

from compliance.catalog import raw
from model.compliance import Answer


def reason(answer: Answer) -> tuple[str, str]:
    """In Chinese and English. Parameters are told as they are; a text that cannot be filled shows its key."""
    held = raw("reasons.yml")["reasons"].get(answer.reason)
    if held is None:
        return answer.reason, answer.reason
    try:
        return held["zh"].format(**answer.params), held["en"].format(**answer.params)
    except (KeyError, IndexError, ValueError):
        return answer.reason, answer.reason
