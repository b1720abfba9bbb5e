"""How unlike a chosen name a label is, by its sequences of three letters."""

from __future__ import annotations

from functools import cache, lru_cache
from math import log2
from pathlib import Path

import orjson

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-"
EDGE = "^"
MODEL = Path(__file__).with_name("ngrams.json")


@cache
def _model() -> tuple[dict[str, int], dict[str, int]]:
    """Counts of three-letter sequences, and of their first two letters."""
    threes: dict[str, int] = orjson.loads(MODEL.read_bytes())["threes"]
    twos: dict[str, int] = {}
    for three, count in threes.items():
        twos[three[:2]] = twos.get(three[:2], 0) + count
    return threes, twos


@lru_cache(maxsize=65_536)
def oddness(label: str) -> float:
    """Mean bits per letter under the model, with add-one smoothing: about 3 for words, 5 and more for random letters."""
    threes, twos = _model()
    text = f"{EDGE}{EDGE}{label.lower()}"
    if len(text) < 4:
        return 0.0
    bits = 0.0
    for place in range(2, len(text)):
        three = text[place - 2 : place + 1]
        bits -= log2((threes.get(three, 0) + 1) / (twos.get(three[:2], 0) + len(ALPHABET)))
    return bits / (len(text) - 2)
