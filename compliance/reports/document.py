"""A report as a value: what stands on the cover and in the sections, in one language, without any layout.

Every text may come from a record somebody else wrote. It stays a text to the end: `cleaned` makes what cannot be seen visible,
renderers put it where only text can stand.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Literal, TypeAlias

import msgspec

from model.times import Micros

Language = Literal["zh-CN", "en"]
Tone = Literal["good", "warn", "bad", "grave", "low", "mute"]
MOST_TEXT = 8_000
"""Letters of one text in a report; a cell of a spreadsheet holds 32,767."""


class Mark(msgspec.Struct, frozen=True, tag="mark"):
    """A text with a meaning a colour repeats, and never says alone."""

    text: str
    tone: Tone


Cell: TypeAlias = str | int | float | Mark


class Column(msgspec.Struct, frozen=True):
    """width: share of the line."""

    title: str
    width: float = 1.0
    number: bool = False


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    text: str


class Note(msgspec.Struct, frozen=True, tag="note"):
    """Something the reader must know before relying on what stands above: mostly what nobody has verified yet."""

    text: str


class Facts(msgspec.Struct, frozen=True, tag="facts"):
    rows: tuple[tuple[str, str], ...]


class Table(msgspec.Struct, frozen=True, tag="table"):
    """empty: what is said when there are no rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""


class Bar(msgspec.Struct, frozen=True):
    """values: one for each series of its figure."""

    label: str
    values: tuple[int, ...]


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    """Stacked bars, each as long as its share; numbers stand beside them."""

    title: str
    series: tuple[Mark, ...]
    bars: tuple[Bar, ...]


Block: TypeAlias = Paragraph | Note | Facts | Table | Figure


class Section(msgspec.Struct, frozen=True):
    """level: 1 or 2, of the heading."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


class Proof(msgspec.Struct, frozen=True):
    """A checkpoint of the audit ledger, taken when the report was made."""

    origin: str
    size: int
    root: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """kind: of `registry.KINDS`. subject: id of the system, incident or month, empty for the district. moment: `made` as people
    read it. hint: how to verify."""

    kind: str
    subject: str
    language: Language
    title: str
    subtitle: str
    cover: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    proof: Proof
    made: Micros
    moment: str
    labels: dict[str, str]


def visible(text: str) -> str:
    """Without letters that cannot be seen or turn the line around: they are shown by number. Line ends become spaces."""
    out = []
    for letter in text[:MOST_TEXT]:
        if letter in "\n\t\r":
            out.append(" ")
        elif unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            out.append(f"[U+{ord(letter):04X}]")
        else:
            out.append(letter)
    return "".join(out) + ("…" if len(text) > MOST_TEXT else "")


def cleaned(report: Report) -> Report:
    return msgspec.convert(_walk(msgspec.to_builtins(report)), Report)


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list | tuple):
        return [_walk(one) for one in value]
    if isinstance(value, dict):
        return {name: _walk(one) for name, one in value.items()}
    return value
