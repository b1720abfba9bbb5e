"""Settings: one `fengsui.toml`, overridden by the environment, every mistake listed at once.

Found in this order: `--config`, `$FENGSUI_CONFIG`, `./fengsui.toml`, `/etc/fengsui/fengsui.toml`; without any, the defaults.
An environment variable is `FENGSUI_` and the setting's path joined by two underscores:
`FENGSUI_STORE__RETENTION_DAYS=400`. Relative paths are relative to the file they stand in.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator

from model.errors import InputError, SettingsError
from pipeline.behaviour_settings import BehaviourSettings
from pipeline.compliance_settings import ComplianceSettings
from pipeline.playbook_settings import PlaybookSettings
from pipeline.public_data_settings import PublicDataSettings
from pipeline.recovery_settings import RecoverySettings
from pipeline.source_settings import MIB, Section, SourceSettings, UnitSettings, host_port

PREFIX = "FENGSUI_"


LevelName = Literal["critical", "high", "medium", "low", "informational"]


class StoreSettings(Section):
    retention_days: Annotated[
        int,
        Field(
            ge=1,
            description="Days events are kept, counted from when they were ingested; the law asks for six months, so 180 at least",
        ),
    ] = 190
    max_bytes: Annotated[
        int,
        Field(
            ge=0,
            description="Bytes of stored events above which the oldest are deleted, with a deletion record; 0 means no limit",
        ),
    ] = 0
    quarantine_days: Annotated[
        int, Field(ge=1, description="Days records that could not be read are held; their totals stay")
    ] = 190
    query_timeout_s: Annotated[
        float, Field(ge=0, description="Seconds one question to the stored events may take; 0 means no limit")
    ] = 20.0
    query_memory_mb: Annotated[
        int, Field(ge=64, description="Memory one query may use, in MiB; beyond it spills to disk")
    ] = 512
    compact_every_s: Annotated[int, Field(ge=1, description="Seconds between merges of small segments")] = 1


class PipelineSettings(Section):
    workers: Annotated[int, Field(ge=0, le=256, description="Worker processes; 0 means one per processor core")] = 0
    batch_records: Annotated[int, Field(ge=1, le=100_000, description="Records in one unit of work and of commit")] = (
        2000
    )
    batch_bytes: Annotated[
        int, Field(ge=1024, description="Bytes of raw records after which a batch is closed early")
    ] = 4 * MIB
    spool_max_bytes: Annotated[
        int,
        Field(
            ge=MIB,
            description="Bytes the spool of one network source may hold before the source is slowed down (TCP) or drops are counted (UDP)",
        ),
    ] = 1024 * MIB
    quarantine_max_bytes: Annotated[
        int, Field(ge=0, description="Bytes of one quarantined record that are kept; its size and digest always are")
    ] = 64 * 1024
    source_folders: Annotated[
        list[Path],
        Field(
            description="Folders below which sources added in the console may read files; certificates and keys too",
        ),
    ] = [Path("/var/log")]


class DetectionSettings(Section):
    rules: Annotated[
        list[Path],
        Field(description="Files, folders or SigmaHQ release archives; empty means the rules that ship with Fengsui"),
    ] = []
    pipelines: Annotated[
        list[str], Field(description="pySigma processing pipelines applied to the rules, by name or file")
    ] = []
    watch_s: Annotated[
        float,
        Field(ge=0, description="Seconds between looks for changed rule files while serving; 0 looks only on request"),
    ] = 2.0
    behaviour: BehaviourSettings = BehaviourSettings()


class IndicatorSettings(Section):
    """Threat intelligence: feeds and the folders they are read from."""

    allow_networks: Annotated[
        list[str],
        Field(
            description="Networks feeds may be fetched from although they are loopback or link-local, e.g. 127.0.0.0/8"
        ),
    ] = []
    folders: Annotated[
        list[Path],
        Field(
            description="Folders that feeds of kind folder may read below; empty means `indicators/inbox` in the data folder"
        ),
    ] = []
    hunt_days: Annotated[
        int, Field(ge=0, le=3650, description="Days back in which new indicators are looked for; 0 does not look back")
    ] = 190

    @field_validator("allow_networks")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        from ipaddress import ip_network

        return [str(ip_network(one, strict=False)) for one in value]


class SituationSettings(Section):
    """The index of the situation (态势)."""

    weights: Annotated[
        dict[str, float],
        Field(
            description="Numbers of the formula that differ from the shipped ones, by path, e.g. `incident.critical`"
        ),
    ] = {}

    @field_validator("weights")
    @classmethod
    def _known(cls, value: dict[str, float]) -> dict[str, float]:
        from correlator.situation.formula import formula

        try:
            formula(value)
        except InputError as error:
            raise ValueError(str(error)) from None
        return value


class IncidentSettings(Section):
    """How soon somebody takes up an incident, and how incidents are calibrated."""

    acknowledge_minutes: Annotated[
        dict[LevelName, Annotated[int, Field(ge=0)]],
        Field(description="Minutes within which somebody acknowledges an incident, by level; 0 means no limit"),
    ] = {"critical": 15, "high": 60, "medium": 480, "low": 2_880, "informational": 0}
    calibrate_days: Annotated[
        int,
        Field(
            ge=0,
            le=365,
            description="Days whose judged incidents say, once a day, from which score incidents are shown; 0 keeps the shipped score",
        ),
    ] = 28


class MetricsSettings(Section):
    listen: Annotated[
        str, Field(description="Address of the Prometheus metrics page while serving, `host:port`; empty turns it off")
    ] = "127.0.0.1:9464"

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str) -> str:
        return host_port(value) if value else value


class ReportSettings(Section):
    """Reports that are exported."""

    signing_key_file: Annotated[
        Path | None,
        Field(
            description="File with the SM2 private key (64 hexadecimal digits) that signs exported reports; none signs none"
        ),
    ] = None


class ApiSettings(Section):
    """The HTTP interface and the console. TLS is on when a certificate and a key are given."""

    listen: Annotated[str, Field(description="Address of the console and the HTTP interface, `host:port`")] = (
        "127.0.0.1:8600"
    )
    tls_certificate: Annotated[Path | None, Field(description="PEM file with the certificate chain")] = None
    tls_key: Annotated[Path | None, Field(description="PEM file with the private key")] = None
    trusted_proxies: Annotated[
        list[str],
        Field(
            description="Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; without one, nobody's"
        ),
    ] = []
    max_body_bytes: Annotated[int, Field(ge=1024, description="Bytes of a request body above which it is refused")] = (
        MIB
    )
    requests_per_minute: Annotated[
        int, Field(ge=1, description="Requests one account may make in a minute, in the long run")
    ] = 1200
    sign_ins_per_minute: Annotated[
        int, Field(ge=1, description="Sign-in attempts one address may make in a minute, in the long run")
    ] = 20
    live_connections: Annotated[
        int, Field(ge=1, le=10_000, description="Browsers that may follow live updates at the same time")
    ] = 200
    tracing: Annotated[
        bool,
        Field(
            description="Make OpenTelemetry spans of requests; where they go is configured by OpenTelemetry's own variables"
        ),
    ] = False

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str) -> str:
        return host_port(value)

    @model_validator(mode="after")
    def _both_or_none(self) -> ApiSettings:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("TLS needs both `tls_certificate` and `tls_key`")
        return self


RoleName = Literal[
    "system_admin",
    "security_admin",
    "audit_admin",
    "analyst",
    "duty_officer",
    "unit_security_officer",
    "compliance_auditor",
    "leader",
    "data_steward",
]


class OidcSettings(Section):
    """Sign-in at an identity provider (统一身份认证, OpenID Connect). Off while `issuer` is empty."""

    issuer: Annotated[
        str, Field(description="The provider's issuer address, without /.well-known; empty turns it off")
    ] = ""
    client_id: Annotated[str, Field(description="Name of this platform at the provider")] = ""
    client_secret_file: Annotated[
        Path | None, Field(description="File holding the client secret; none for a public client")
    ] = None
    redirect_url: Annotated[
        str, Field(description="This platform's address as registered there, `https://host/api/v1/oidc/callback`")
    ] = ""
    label: Annotated[str, Field(description="Text on the sign-in button")] = "统一身份认证"
    scopes: Annotated[list[str], Field(description="Scopes asked for")] = ["openid", "profile"]
    name_claim: Annotated[str, Field(description="Claim that holds the login name")] = "preferred_username"
    roles_claim: Annotated[
        str, Field(description="Claim that holds the person's groups or roles, a text or a list")
    ] = "roles"
    roles: Annotated[
        dict[str, list[RoleName]],
        Field(description="Roles here by value of the roles claim; empty means roles are granted here only"),
    ] = {}
    unit_claim: Annotated[str, Field(description="Claim that holds the person's unit")] = "unit"
    units: Annotated[
        dict[str, str], Field(description="Unit ids by value of the unit claim; empty means units are set here only")
    ] = {}
    first_unit: Annotated[str, Field(description="Unit of new accounts whose claims map to none")] = "district"

    @model_validator(mode="after")
    def _complete(self) -> OidcSettings:
        if not self.issuer:
            return self
        if not self.client_id or not self.redirect_url:
            raise ValueError("an `issuer` also needs `client_id` and `redirect_url`")
        loopback = ("http://127.0.0.1", "http://localhost", "http://[::1]")
        for address in (self.issuer, self.redirect_url):
            if not address.startswith(("https://", *loopback)):
                raise ValueError(f"{address} must be https")
        return self


class IdentitySettings(Section):
    """Accounts, passwords, sessions and tokens."""

    key_file: Annotated[
        Path | None,
        Field(
            description="File with the 32 bytes that seal second factors; none means `identity.key` in the data folder"
        ),
    ] = None
    password_length: Annotated[int, Field(ge=8, le=64, description="Characters a password has at least")] = 12
    password_history: Annotated[
        int, Field(ge=1, le=24, description="Earlier passwords that are not accepted again")
    ] = 5
    password_days: Annotated[
        int, Field(ge=0, description="Days after which a password must be changed; 0 means never")
    ] = 90
    lock_after: Annotated[
        int, Field(ge=3, le=100, description="Failed sign-ins in a row after which an account is locked")
    ] = 5
    lock_minutes: Annotated[
        int, Field(ge=1, description="Minutes the first lock lasts; every further failure doubles it")
    ] = 1
    lock_max_minutes: Annotated[int, Field(ge=1, description="Minutes a lock lasts at most")] = 30
    idle_minutes: Annotated[int, Field(ge=1, description="Minutes without use after which a session ends")] = 30
    session_hours: Annotated[int, Field(ge=1, description="Hours after which a session ends in any case")] = 12
    token_days: Annotated[int, Field(ge=1, description="Days an API token lasts at most")] = 366
    second_factor: Annotated[
        Literal["optional", "administrators", "everyone"],
        Field(description="Who must set up a second factor after signing in with a password"),
    ] = "optional"
    first_analyst: Annotated[
        bool,
        Field(description="Whether the first start also makes an analyst's account beside the three administrators'"),
    ] = True
    oidc: OidcSettings = OidcSettings()


Place: TypeAlias = Literal["default", "file", "environment"]


class Settings(Section):
    data: Annotated[Path, Field(description="Folder that holds everything the platform keeps")] = Path(
        "~/.local/share/fengsui"
    )
    language: Annotated[Literal["zh-CN", "en"], Field(description="Language of terminal summaries")] = "zh-CN"
    store: StoreSettings = StoreSettings()
    pipeline: PipelineSettings = PipelineSettings()
    detection: DetectionSettings = DetectionSettings()
    indicators: IndicatorSettings = IndicatorSettings()
    incidents: IncidentSettings = IncidentSettings()
    situation: SituationSettings = SituationSettings()
    compliance: ComplianceSettings = ComplianceSettings()
    playbooks: PlaybookSettings = PlaybookSettings()
    recovery: RecoverySettings = RecoverySettings()
    public_data: PublicDataSettings = PublicDataSettings()
    metrics: MetricsSettings = MetricsSettings()
    api: ApiSettings = ApiSettings()
    identity: IdentitySettings = IdentitySettings()
    reports: ReportSettings = ReportSettings()
    units: Annotated[list[UnitSettings], Field(description="The tree of units")] = []
    sources: Annotated[dict[str, SourceSettings], Field(description="Sources by name")] = {}
    _file: Path | None = PrivateAttr(None)
    _given: dict[str, Place] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> Path | None:
        """The file these were read from, if any."""
        return self._file

    def place_of(self, path: str) -> Place:
        """Where the value of a setting (`store.retention_days`) comes from."""
        below = f"{path}."  # a table's members are given one by one
        return next((at for name, at in self._given.items() if name == path or name.startswith(below)), "default")

    @field_validator("sources")
    @classmethod
    def _names(cls, value: dict[str, SourceSettings]) -> dict[str, SourceSettings]:
        import re

        wrong = [name for name in value if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name)]
        if wrong:
            raise ValueError(f"source names are lower-case letters, digits and dashes: {', '.join(wrong)}")
        return value

    @property
    def content_folder(self) -> Path:
        return self.data / "content"

    @property
    def events_folder(self) -> Path:
        return self.data / "events"

    @property
    def state_file(self) -> Path:
        return self.data / "state.db"

    @property
    def identity_key_file(self) -> Path:
        return self.identity.key_file or self.data / "identity.key"

    @property
    def identifiers_key_file(self) -> Path:
        return self.public_data.key_file or self.data / "identifiers.key"

    @property
    def spool_folder(self) -> Path:
        return self.data / "spool"


def find_config(given: Path | None = None) -> Path | None:
    """The settings file in force. Raises SettingsError when one was named but is not there."""
    named = given or (Path(os.environ[f"{PREFIX}CONFIG"]) if os.environ.get(f"{PREFIX}CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise SettingsError(
                [f"the file does not exist; create it or leave out --config / {PREFIX}CONFIG"], where=str(named)
            )
        return named
    for candidate in (Path("fengsui.toml"), Path("/etc/fengsui/fengsui.toml")):
        if candidate.is_file():
            return candidate.resolve()
    return None


def load_settings(given: Path | None = None, environ: dict[str, str] | None = None) -> Settings:
    """Read file and environment. Raises SettingsError listing every mistake, each with its setting's path."""
    path = find_config(given)
    document: dict[str, Any] = {}
    if path is not None:
        try:
            document = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError([f"not valid TOML: {error}"], where=str(path)) from None
    in_file = leaves(document)
    problems = _apply_environment(document, dict(os.environ) if environ is None else environ)
    settings = None
    try:
        settings = Settings.model_validate(document)
    except ValidationError as error:
        problems += [_problem(item) for item in error.errors()]
    if settings is not None:
        problems += _cross_check(settings)
    if problems or settings is None:
        raise SettingsError(problems, where=str(path or "environment"))
    anchored = _anchor(settings, path.parent if path else Path.cwd())
    anchored._file = path
    anchored._given = {
        name: "file" if in_file.get(name, _MISSING) == value else "environment"
        for name, value in leaves(document).items()
    }
    return anchored


_MISSING = object()


def leaves(document: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """The values of a settings document by path; lists are values."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, Mapping):
            found |= leaves(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = value
    return found


def check_source(name: str, values: dict[str, Any]) -> SourceSettings:
    """A source described outside the settings file. Raises SettingsError listing every mistake."""
    given = {key: value for key, value in values.items() if value is not None}
    try:
        return Settings.model_validate({"sources": {name: given}}).sources[name]
    except ValidationError as error:
        raise SettingsError([_problem(item) for item in error.errors()]) from None


def _apply_environment(document: dict[str, Any], environ: dict[str, str]) -> list[str]:
    problems = []
    for name, text in sorted(environ.items()):
        if not name.startswith(PREFIX) or name == f"{PREFIX}CONFIG":
            continue
        keys = name[len(PREFIX) :].lower().split("__")
        if keys[0] not in Settings.model_fields:
            problems.append(f"{name}: no such setting; sections are {', '.join(Settings.model_fields)}")
            continue
        place = document
        for key in keys[:-1]:
            place = place.setdefault(key.replace("_", "-") if place is document.get("sources") else key, {})
            if not isinstance(place, dict):
                problems.append(f"{name}: {key} is not a section")
                break
        else:
            place[keys[-1]] = _environment_value(text)
    return problems


def _environment_value(text: str) -> Any:
    """Lists and tables are written as TOML (`["a", "b"]`); anything else is taken as text and converted by its type."""
    if text[:1] in "[{":
        try:
            return tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            return text
    return text


def _problem(item: Any) -> str:
    place = ".".join(str(part) for part in item["loc"]) or "settings"
    if item["type"] == "extra_forbidden":
        section: Any = Settings
        for part in item["loc"][:-1]:
            field = getattr(section, "model_fields", {}).get(part)
            section = getattr(field, "annotation", None)
        known = ", ".join(getattr(section, "model_fields", {})) if section else ""
        return f"{place}: no such setting" + (f"; known here: {known}" if known else "")
    message = item["msg"].removeprefix("Value error, ")
    given = item.get("input")
    shown = (
        "" if isinstance(given, dict | list) or given is None or item["type"] == "value_error" else f" (got {given!r})"
    )
    return f"{place}: {message[0].lower()}{message[1:]}{shown}"


def _cross_check(settings: Settings) -> list[str]:
    problems = []
    known = {"district"} | {unit.id for unit in settings.units}
    seen: set[str] = set()
    for unit in settings.units:
        if unit.id in seen:
            problems.append(f"units: {unit.id} is listed twice")
        seen.add(unit.id)
        if unit.id != "district" and unit.parent not in known:
            problems.append(f"units: {unit.id} hangs below {unit.parent!r}, which is no unit")
    problems += [
        f"sources.{name}.unit: {source.unit!r} is no unit; add it under [[units]]"
        for name, source in settings.sources.items()
        if source.unit not in known
    ]
    problems += [
        f"recovery.repositories.{name}.unit: {one.unit!r} is no unit; add it under [[units]]"
        for name, one in settings.recovery.repositories.items()
        if one.unit not in known
    ]
    return problems


_SOURCE_PATHS = ("path", "tls_certificate", "tls_key", "tls_client_ca", "tls_ca", "password_file", "devices")


def _anchor(settings: Settings, folder: Path) -> Settings:
    def absolute(path: Path | None) -> Path | None:
        return None if path is None else (folder / path.expanduser()).absolute()

    sources = {
        name: source.model_copy(update={key: absolute(getattr(source, key)) for key in _SOURCE_PATHS})
        for name, source in settings.sources.items()
    }
    rules = [absolute(path) for path in settings.detection.rules]
    readable = [absolute(path) for path in settings.pipeline.source_folders]
    folders = [absolute(path) for path in settings.indicators.folders]
    api, identity = settings.api, settings.identity
    tls = {"tls_certificate": absolute(api.tls_certificate), "tls_key": absolute(api.tls_key)}
    oidc = identity.oidc.model_copy(update={"client_secret_file": absolute(identity.oidc.client_secret_file)})
    public_data = settings.public_data.model_copy(update={"key_file": absolute(settings.public_data.key_file)})
    return settings.model_copy(
        update={
            "data": absolute(settings.data),
            "sources": sources,
            "api": api.model_copy(update=tls),
            "identity": identity.model_copy(update={"key_file": absolute(identity.key_file), "oidc": oidc}),
            "reports": settings.reports.model_copy(
                update={"signing_key_file": absolute(settings.reports.signing_key_file)}
            ),
            "indicators": settings.indicators.model_copy(update={"folders": folders}),
            "playbooks": settings.playbooks.anchored(absolute),
            "recovery": settings.recovery.anchored(absolute),
            "public_data": public_data,
            "detection": settings.detection.model_copy(update={"rules": rules}),
            "pipeline": settings.pipeline.model_copy(update={"source_folders": readable}),
        }
    )
