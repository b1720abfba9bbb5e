"""Tables of indicators: CSV, in UTF-8 or GB 18030, with any column names a mapping says or the usual ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from detections.indicators import observables, severity
from detections.indicators.parsed import MAX_BYTES, MAX_ITEMS, Parsed, moment, percent, text, tlp_of
from model.errors import InputError
from model.indicator import Assertion, ObservableKind

MAX_CELL = 10_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "value": ("value", "indicator", "ioc", "observable", "指标", "指标值", "情报值", "ioc值", "值", "威胁指标"),
    "kind": ("kind", "type", "indicator_type", "ioc_type", "类型", "指标类型", "ioc类型"),
    "id": ("id", "uuid", "external_id", "编号"),
    "name": ("name", "description", "comment", "info", "名称", "描述", "备注", "说明"),
    "labels": ("labels", "tags", "threat_type", "tag", "标签", "威胁类型"),
    "confidence": ("confidence", "score", "置信度", "可信度"),
    "valid_from": ("valid_from", "first_seen", "date", "created", "首次发现时间", "生效时间", "开始时间", "时间"),
    "valid_until": ("valid_until", "expires", "expiration", "失效时间", "过期时间", "有效期至"),
    "tlp": ("tlp", "密级"),
    "techniques": ("techniques", "attack", "mitre", "技术编号", "att&ck"),
    "created_by": ("created_by", "source", "provider", "来源", "情报来源"),
}
"""Our column to the names by which it is recognised, case folded."""

KINDS: dict[str, ObservableKind] = {
    **{kind.value: kind for kind in ObservableKind},
    "ipv4": ObservableKind.IP,
    "ipv6": ObservableKind.IP,
    "ip-dst": ObservableKind.IP,
    "ip-src": ObservableKind.IP,
    "cidr": ObservableKind.NETWORK,
    "fqdn": ObservableKind.HOSTNAME,
    "uri": ObservableKind.URL,
    "sha-1": ObservableKind.SHA1,
    "sha-256": ObservableKind.SHA256,
    "filename": ObservableKind.FILE_NAME,
    "filepath": ObservableKind.FILE_PATH,
    "regkey": ObservableKind.REGISTRY_KEY,
    "user-agent": ObservableKind.USER_AGENT,
    "ua": ObservableKind.USER_AGENT,
    "ip地址": ObservableKind.IP,
    "ip": ObservableKind.IP,
    "网段": ObservableKind.NETWORK,
    "域名": ObservableKind.DOMAIN,
    "主机名": ObservableKind.HOSTNAME,
    "网址": ObservableKind.URL,
    "链接": ObservableKind.URL,
    "邮箱": ObservableKind.EMAIL,
    "文件名": ObservableKind.FILE_NAME,
    "注册表": ObservableKind.REGISTRY_KEY,
    "证书指纹": ObservableKind.CERTIFICATE,
}


def decode(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else GB 18030, in which Chinese offices export."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def parse(data: bytes, mapping: Mapping[str, str] | None = None) -> Parsed:
    """mapping: our column to the table's, for tables whose names are not recognised. Raises InputError without a value column.

    A table without a header whose first column holds observables is read as a plain list.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"{len(data)} bytes, at most {MAX_BYTES} are read at once")
    content = decode(data).replace("\0", "")
    rows = csv.reader(io.StringIO(content, newline=""), _dialect(content))
    out = Parsed("csv")
    columns: dict[str, int] | None = None
    try:
        for row in rows:
            if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
                continue
            if columns is None:
                columns = _header(row, mapping or {})
                if columns is not None:
                    continue
                columns = {"value": 0}
            out.items += 1
            if out.items > MAX_ITEMS:
                raise InputError(f"more than {MAX_ITEMS} rows are not read at once")
            _row(row, columns, f"line {rows.line_num}", out)
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", where=f"line {rows.line_num}") from None
    return out


def _dialect(content: str) -> type[csv.Dialect]:
    first = next((line for line in content[:20_000].splitlines() if line.strip() and not line.startswith("#")), "")
    delimiter = max(",;\t|", key=first.count)

    class Found(csv.excel):
        pass

    Found.delimiter = delimiter
    return Found


def _header(row: list[str], mapping: Mapping[str, str]) -> dict[str, int] | None:
    """Our columns by number; None when the first row is no header but an observable."""
    names = [cell.strip().casefold() for cell in row]
    for ours, theirs in mapping.items():
        if ours not in COLUMNS:
            raise InputError(f"no column of ours is called {ours!r}", hint=f"use {', '.join(COLUMNS)}")
        if theirs.strip().casefold() not in names:
            raise InputError(f"the table has no column {theirs[:80]!r}", hint=f"it has {', '.join(row)[:300]}")
    found: dict[str, int] = {}
    for ours, usual in COLUMNS.items():
        wanted = [mapping[ours].strip().casefold()] if ours in mapping else list(usual)
        at = next(
            (names.index(name) for name in wanted if name in names and names.index(name) not in found.values()), None
        )
        if at is not None:
            found[ours] = at
    if "value" in found:
        return found
    if observables.guess(row[0]) is not None:
        return None
    raise InputError(
        "no column holds the observables", hint=f"name it with a mapping; the table has {', '.join(row)[:300]}"
    )


def _row(row: list[str], columns: Mapping[str, int], place: str, out: Parsed) -> None:
    def cell(name: str) -> str:
        at = columns.get(name)
        return row[at].strip()[:MAX_CELL] if at is not None and at < len(row) else ""

    value, said = cell("value"), cell("kind")
    key = cell("id") or value[:200]
    if not value:
        out.reject(place, key, "value.absent", "the row has no value")
        return
    kind = KINDS.get(said.casefold()) if said else observables.guess(value)
    if said and kind is None:
        kind = (
            observables.guess(value)
            if said.casefold() in ("ioc", "indicator", "hash", "哈希", "file", "文件")
            else None
        )
    if kind is None:
        message = (
            f"no kind of observable is called {said[:60]!r}"
            if said
            else "it cannot be told what kind of observable it is"
        )
        out.reject(place, key, "type.unknown", message, value)
        return
    tags = [tag.strip() for tag in cell("labels").replace("；", ";").replace("|", ";").replace(",", ";").split(";")]
    tags = [tag for tag in tags if tag][:50]
    if severity.harmless(tags):
        out.reject(place, key, "harmless", "the source says it is harmless", value)
        return
    try:
        observable = observables.normalise(kind, value)
    except ValueError as error:
        out.reject(place, key, "value.invalid", str(error), value)
        return
    confidence = percent(cell("confidence").rstrip("%"))
    if cell("confidence") and confidence is None:
        out.reject(place, key, "value.invalid", f"confidence {cell('confidence')[:40]!r} is not 0 to 100", value)
        return
    out.assertions.append(
        Assertion(
            observable=observable,
            external_id=text(key, 200),
            position=place,
            name=text(cell("name"), 500),
            labels=tuple(dict.fromkeys(text(tag, 200) for tag in tags)),
            confidence=confidence,
            valid_from=moment(cell("valid_from").replace("/", "-")),
            valid_until=moment(cell("valid_until").replace("/", "-")),
            tlp=tlp_of([f"tlp:{cell('tlp').lower().removeprefix('tlp:')}"]) if cell("tlp") else tlp_of(tags),
            created_by=text(cell("created_by"), 200),
            techniques=tuple(
                t.strip().upper() for t in cell("techniques").replace(";", ",").split(",") if t.strip()[:1] in "Tt"
            )[:20]
            if cell("techniques")
            else (),
            pattern=text(value, 500),
        )
    )
