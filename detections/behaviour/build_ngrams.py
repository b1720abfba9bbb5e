"""Make ngrams.json again: python -m detections.behaviour.build_ngrams

Learned from two things of our own: Hanyu Pinyin, written out here as the initials and finals of ISO 7098 joined into names of two
syllables; and the English words of this platform's documents, rules and code. Nothing of other people's lists of domains is in it.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import orjson

from detections.behaviour.ngrams import EDGE, MODEL

# ISO 7098:2015, initials and the finals each combines with, in the spelling domain names use (ü as v or u).
SYLLABLES = {
    "": "a ai an ang ao e en er o ou yi ya yan yang yao ye yin ying yong you yu yuan yue yun wa wai wan wang wei wen weng wo wu",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong u uan uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
}
ROOT = Path(__file__).resolve().parents[2]
WORD = re.compile(r"[a-z]{3,20}")
READ = (
    "*.md",
    "docs/**/*.md",
    "model/fields/*.yml",
    "detections/rules/**/*.yml",
    *(
        f"{package}/**/*.py"
        for package in ("api", "collectors", "correlator", "detections", "model", "pipeline", "store")
    ),
)
PINYIN_WEIGHT = 3


def learn() -> dict[str, int]:
    """Counts of three letters. Words count by the logarithm of how often they stand, names of syllables once each."""
    threes: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for pattern in READ:
        for path in sorted(ROOT.glob(pattern)):
            words.update(WORD.findall(path.read_text("utf-8").lower()))
    pairs = sorted(words)
    for word in pairs:
        _count(threes, word, words[word].bit_length())
    frequent = [word for word, count in words.most_common(400) if len(word) > 3]
    for place, word in enumerate(frequent):  # names are often two words run together
        _count(threes, word + frequent[(place * 7 + 3) % len(frequent)], 1)
    syllables = [initial + final for initial, finals in SYLLABLES.items() for final in finals.split()]
    for first, one in enumerate(syllables):
        for second, two in enumerate(syllables):
            if (first * 31 + second * 17) % 11 == 0:
                _count(threes, one + two, PINYIN_WEIGHT)
    return {three: count for three, count in sorted(threes.items()) if count > 1}


def _count(threes: Counter[str], word: str, times: int) -> None:
    text = f"{EDGE}{EDGE}{word}"
    for place in range(2, len(text)):
        threes[text[place - 2 : place + 1]] += times


def main() -> None:
    document = {
        "source": "Hanyu Pinyin (ISO 7098:2015) and the words of this platform's documents; made by build_ngrams.py",
        "version": 1,
        "licence": "Apache-2.0",
        "threes": learn(),
    }
    MODEL.write_bytes(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    main()
