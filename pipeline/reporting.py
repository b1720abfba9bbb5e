"""Reports are made here: what they need is read within one Scope, built, rendered, signed, and their export recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from compliance.oscal.export import to_oscal
from compliance.reports import (
    assessment,
    critical,
    district,
    incident,
    project,
    public_data,
    registry,
    risk,
    signature,
    situation,
    summary,
    survey,
)
from compliance.reports.document import Language, Proof, Report
from compliance.reports.frame import Frame
from compliance.reports.words import Say
from model.errors import InputError
from model.times import Micros
from pipeline import periods
from pipeline.compliance import reported
from pipeline.compliance.desk import District
from pipeline.coordination import handling
from pipeline.periods import period
from pipeline.settings import Settings
from store import alerts, effects, executions, incidents, ledger, units
from store.ledger.canonical import sm3
from store.scope import Scope

OSCAL = "oscal"


@dataclass(frozen=True, slots=True)
class Wanted:
    """kind: of `registry.KINDS`. subject: system, incident or month it is about; of a unit empty means all of the scope."""

    kind: str
    subject: str
    form: str
    language: Language = "zh-CN"


def check(wanted: Wanted) -> None:
    """Before anything is read. Raises InputError."""
    kind = registry.kind_of(wanted.kind)
    if wanted.form == OSCAL and not kind.oscal:
        names = ", ".join(one.id for one in registry.KINDS.values() if one.oscal)
        raise InputError(f"{kind.id} does not come as OSCAL", where="format", hint=f"these do: {names}")
    if wanted.form != OSCAL and wanted.form not in registry.FORMS:
        raise InputError(f"reports do not come as {wanted.form[:20]!r}", where="format")
    if kind.subject != "unit" and not wanted.subject:
        raise InputError(f"{kind.id} is about one {kind.subject}: name it", where="id")
    if kind.subject in periods.FORMS:
        periods.check(kind.subject, wanted.subject)


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was read; from here on nothing of the state is needed. content: a report, or the packed OSCAL documents."""

    wanted: Wanted
    content: Report | bytes
    proof: Proof
    actor: str
    unit: str
    now: Micros


def frame_of(tx: Session, scope: Scope, language: Language, actor: str, now: Micros) -> Frame:
    point = ledger.current(tx)
    names = {one.id: (one.name_zh, one.name) for one in units.tree(tx, scope)}
    return Frame(Say(language), now, Proof(point.origin, point.size, point.root), actor, names)


def draft(tx: Session, found: District, wanted: Wanted, scope: Scope, *, actor: str, unit: str, now: Micros) -> Draft:
    """unit: of the person, whose part of the district it is about by default.

    Raises NotFound for a subject outside the scope, InputError for what there is not.
    """
    check(wanted)
    frame = frame_of(tx, scope, wanted.language, actor, now)
    content: Report | bytes
    if wanted.form == OSCAL:
        posture = found.one(wanted.subject, scope)
        content = to_oscal(posture, found.said[wanted.subject], frame)
    else:
        content = build(tx, found, wanted, frame, scope, unit)
    return Draft(wanted, content, frame.proof, actor, unit, now)


@dataclass(frozen=True, slots=True)
class Made:
    """digest: SM3 of data. signature: the signature file, when a key is configured."""

    draft: Draft
    data: bytes
    media: str
    digest: str
    signature: bytes | None = None

    @property
    def wanted(self) -> Wanted:
        return self.draft.wanted

    @property
    def file(self) -> str:
        ending = "oscal.zip" if self.wanted.form == OSCAL else self.wanted.form
        subject = re.sub(r"[^A-Za-z0-9._-]", "_", self.wanted.subject)[:80]
        return "-".join(filter(None, (self.wanted.kind, subject))) + f".{ending}"

    def with_signature(self) -> bytes:
        """Both files in one archive. Raises InputError when nothing is signed."""
        if self.signature is None:
            raise InputError("reports are not signed here", hint="set reports.signing_key_file")
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            archive.writestr(self.file, self.data)
            archive.writestr(f"{self.file}.sig.json", self.signature)
        return out.getvalue()


def finish(held: Draft, settings: Settings) -> Made:
    """Render and sign; takes seconds for a whole district, so outside of every transaction."""
    wanted, content = held.wanted, held.content
    if isinstance(content, bytes):
        data, media = content, "application/zip"
    else:
        data, media = registry.rendered(content, wanted.form), registry.FORMS[wanted.form].media
    digest = sm3(data).hex()
    return Made(held, data, media, digest, _signed(wanted, digest, held.proof, settings, held.now))


def record(tx: Session, made: Made, details: Mapping[str, str] | None = None) -> None:
    """That it was exported, with its digest: a file without a signature can be found in the ledger by it."""
    wanted = made.wanted
    ledger.append(
        tx,
        actor=made.draft.actor,
        action="report.exported",
        object=f"report:{wanted.kind}",
        unit=made.draft.unit,
        details={
            "subject": wanted.subject,
            "form": wanted.form,
            "language": wanted.language,
            "sm3": made.digest,
            "bytes": len(made.data),
            "signed": made.signature is not None,
            **(details or {}),
        },
        time=made.draft.now,
    )


def _signed(wanted: Wanted, digest: str, proof: Proof, settings: Settings, now: Micros) -> bytes | None:
    file = settings.reports.signing_key_file
    if file is None:
        return None
    try:
        key = signature.read_key(file.read_text("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the signing key cannot be read", where=str(file)) from error
    statement = signature.Statement(
        format=signature.FORMAT,
        kind=wanted.kind,
        subject=wanted.subject,
        form=wanted.form,
        sm3=digest,
        made=now,
        origin=proof.origin,
        size=proof.size,
        root=proof.root,
    )
    return signature.sign(statement, key)


def build(tx: Session, found: District, wanted: Wanted, frame: Frame, scope: Scope, unit: str) -> Report:
    """The report as a value. Raises NotFound for a subject outside the scope."""
    subject = wanted.subject
    match wanted.kind:
        case assessment.KIND:
            return assessment.build(found.one(subject, scope), found.said[subject], frame)
        case project.KIND:
            one = found.one(subject, scope)
            return project.build(one, found.boards[subject], found.exceptions.get(subject, ()), frame)
        case district.KIND:
            inner = _narrowed(tx, subject, scope)
            return district.build(found.within(inner), found.boards, subject or unit, frame)
        case risk.KIND:
            inner = _narrowed(tx, subject, scope)
            return risk.build(reported.risk_register(tx, found, inner, subject or unit, frame.made), frame)
        case critical.KIND:
            return critical.build(reported.protected(tx, found, subject, scope), frame)
        case survey.KIND:
            inner = _narrowed(tx, subject, scope)
            return survey.build(reported.data_survey(tx, found, inner, subject or unit, frame.made), frame)
        case public_data.LIFE:
            return public_data.life_cycle_audit(reported.data_set(tx, found, subject, scope, frame.made), frame)
        case public_data.ASSESSMENT:
            return public_data.security_assessment(reported.data_set(tx, found, subject, scope, frame.made), frame)
        case district.TRACKER if subject in found.postures:
            return district.tracker({subject: found.one(subject, scope)}, found.said, subject, frame)
        case district.TRACKER:
            inner = _narrowed(tx, subject, scope)
            return district.tracker(found.within(inner), found.said, subject or unit, frame)
        case incident.KIND:
            return incident.build(story(tx, subject, scope), frame)
        case summary.KIND:
            return summary.build(handling(tx, story(tx, subject, scope), scope, zh=frame.say.zh, now=frame.made), frame)
        case _:
            about = registry.kind_of(wanted.kind).subject
            return situation.build(period(tx, found, about, subject, scope, unit, frame.made), frame)


def _narrowed(tx: Session, unit: str, scope: Scope) -> Scope:
    """The part of a scope below one unit. Raises NotFound outside of it."""
    if not unit:
        return scope
    units.get(tx, unit, scope)
    return units.scope_of(tx, unit)


def story(tx: Session, incident_id: str, scope: Scope) -> incident.Story:
    stored = incidents.get(tx, incident_id, scope)
    judged: list[incident.Judged] = []
    more = 0
    for member in stored.incident.members:
        if len(judged) >= incident.MOST_ALERTS:
            more += 1
            continue
        held = alerts.get(tx, member.alert_id, scope)
        judged.append(incident.Judged(held.alert, held.status.value, held.verdict.value if held.verdict else ""))
    runs = executions.find(tx, scope, incident=incident_id, limit=100).items
    return incident.Story(
        incident=stored.incident,
        alerts=judged,
        history=[
            incident.Step(one.time, one.actor, one.kind, one.status, one.note)
            for one in incidents.history(tx, incident_id, scope)
        ],
        executions=runs,
        effects=[effect for run in runs for effect in effects.of_execution(tx, run.id, scope)],
        partial=stored.partial,
        decided_by=stored.decided_by or "",
        note=stored.note,
        more_alerts=more,
    )


@dataclass(frozen=True, slots=True)
class Verified:
    """faults: why it does not hold; signed_by: the public key."""

    digest: str
    statement: signature.Statement
    signed_by: str
    faults: list[str]


def verify(data: bytes, signed: bytes, public_key: str = "") -> Verified:
    """Offline. Raises InputError for what is no signature."""
    held = signature.read(signed)
    digest = sm3(data).hex()
    return Verified(digest, held.statement, held.public_key, signature.faults(held, digest, public_key))
