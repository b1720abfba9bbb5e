"""From settings and register: which actuator stands behind a command, and what the guard protects."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from model.errors import SettingsError
from model.estate import AssetKind
from model.indicator import Observable, ObservableKind
from model.times import now_us
from pipeline.compliance.critical import scan_rights
from pipeline.playbook_settings import ActuatorSettings, PlaybookSettings
from playbooks.capabilities import nftables
from playbooks.capabilities.blocklist import BlockList
from playbooks.capabilities.contract import Capability
from playbooks.capabilities.directory import Directory
from playbooks.capabilities.guard import Guarded, Known, Protection
from playbooks.capabilities.http_api import HttpApi
from playbooks.capabilities.mqtt_broker import MqttBroker
from playbooks.capabilities.nftables import Nftables
from playbooks.capabilities.publishing import Misp, Taxii
from playbooks.capabilities.reach import Reach
from playbooks.capabilities.registry import BY_COMMAND, kinds_for
from playbooks.capabilities.ssh import Ssh, runner
from playbooks.capabilities.telling import Mail, Robot, Syslog, Ticket
from store import registers
from store.indicators import own
from store.scope import EVERYTHING

if TYPE_CHECKING:
    from detections.indicators.warning import WarningLists


class Actuators:
    """Built once per start. Raises SettingsError when an actuator is not described well enough."""

    def __init__(self, settings: PlaybookSettings, known_hosts: Path, *more: Capability) -> None:
        """known_hosts: of SSH, where an actuator names no file of its own. more: what other sections of the settings
        describe; found by its kind."""
        self._settings, self._known_hosts = settings, known_hosts
        self._reach = Reach(tuple(settings.allow_networks))
        self._by_name: dict[str, Capability] = {}
        problems = []
        for name, one in settings.actuators.items():
            try:
                self._by_name[name] = self._build(name, one)
            except (ValueError, OSError) as error:
                problems.append(f"playbooks.actuators.{name}: {error}")
        if problems:
            raise SettingsError(problems)
        usual: dict[str, Capability] = {
            "http": HttpApi("http", self._reach),
            "ssh": Ssh("ssh", self._reach, known_hosts=str(known_hosts)),
        }
        self._usual = usual | {one.kind: one for one in more}

    def find(self, command_type: str, verb: str, agent: str) -> Capability | None:
        """None when a person has to do it: it is no command of ours, or nothing is configured for it."""
        kinds = kinds_for(command_type, verb)
        named = self._by_name.get(agent)
        if named is not None and named.kind in kinds:
            return named
        usual = self._usual.get(BY_COMMAND.get(command_type, ""))
        return usual or next((self._usual[kind] for kind in sorted(kinds) if kind in self._usual), None)

    def by_name(self, kind: str, name: str) -> Capability | None:
        found = self._by_name.get(name)
        return found if found is not None and found.kind == kind else self._usual.get(kind)

    def secret(self, name: str) -> str:
        path = self._settings.secrets.get(name)
        return _read(path) if path is not None else ""

    def guarded(self, capability: Capability, protection: Protection) -> Guarded:
        return Guarded(capability, protection, max_s=self._settings.longest_s)

    def protection(self, tx: Session) -> Protection:
        """As the register, the files of critical infrastructure and permits to scan stand now."""
        assets = registers.find_assets(tx, EVERYTHING)
        critical, permitted = scan_rights(tx, assets, now_us())
        cii = {*self._settings.cii_systems, *critical}
        known = [
            Known(
                frozenset((*asset.addresses, *asset.hostnames)),
                asset.name,
                criticality=asset.criticality,
                control=asset.kind is AssetKind.CONTROLLER,
                cii=asset.system in cii,
            )
            for asset in assets
        ]
        known += [Known(frozenset({one.value}), "own list / 本区名单") for one in own.find(tx)]
        settings = self._settings
        return Protection(
            tuple(settings.never_block),
            tuple(known),
            frozenset(settings.scan_permits) | permitted,
            frozenset(settings.free),
        )

    def _build(self, name: str, one: ActuatorSettings) -> Capability:
        secret = _read(one.secret_file) if one.secret_file else ""
        host = partial(_needed, one.host, "host")
        ca_file = str(one.ca_file) if one.ca_file else None
        makers: dict[str, Callable[[], Capability]] = {
            "nftables": lambda: self._nftables(name, one, secret),
            "blocklist": lambda: BlockList(name, default_s=one.default_s),
            "ldap": lambda: Directory(
                name,
                self._reach,
                host=host(),
                port=one.port or (636 if one.tls != "none" else 389),
                base=one.base,
                user=one.user,
                password=secret,
                way=one.way,
                attribute=one.attribute,
                tls=one.tls != "none",
                default_s=one.default_s,
            ),
            "mqtt": lambda: MqttBroker(
                name,
                self._reach,
                host=host(),
                port=one.port or (8883 if ca_file else 1883),
                user=one.user,
                password=secret,
                ca_file=ca_file,
                default_s=one.default_s,
            ),
            "smtp": lambda: Mail(
                name,
                self._reach,
                host=host(),
                port=one.port or {"none": 25, "starttls": 587, "implicit": 465}[one.tls],
                sender=_needed(one.sender, "sender"),
                tls=one.tls,
                user=one.user,
                password=secret,
                ca_file=ca_file,
            ),
            "webhook": lambda: Robot(name, self._reach, url=_needed(one.url, "url"), form=one.form, secret=secret),
            "syslog": lambda: Syslog(name, self._reach, host=host(), port=one.port or 514, transport=one.transport),
            "ticket": lambda: Ticket(
                name,
                self._reach,
                url=_needed(one.url, "url"),
                token=secret,
                template=one.template,
                idempotent=one.idempotent,
            ),
            "misp": lambda: Misp(
                name,
                self._reach,
                _warning,
                url=_needed(one.url, "url"),
                token=_needed(secret, "secret_file"),
                distribution=one.distribution,
                ca_file=ca_file,
            ),
            "taxii": lambda: Taxii(
                name,
                self._reach,
                _warning,
                url=_needed(one.url, "url"),
                token=secret,
                user=one.user,
                author=one.sender,
                ca_file=ca_file,
            ),
            "http": lambda: HttpApi(name, self._reach, idempotent=one.idempotent, ca_file=ca_file),
            "ssh": lambda: Ssh(
                name, self._reach, known_hosts=str(one.known_hosts or self._known_hosts), journal=one.journal
            ),
        }
        return makers[one.kind]()

    def _nftables(self, name: str, one: ActuatorSettings, secret: str) -> Nftables:
        if not one.host:
            return Nftables(name, nftables.local(one.prefix), default_s=one.default_s)
        known_hosts = str(one.known_hosts or self._known_hosts)
        about = {"private_key" if "PRIVATE KEY" in secret else "password": secret}
        run = runner(one.host, one.port or 22, _needed(one.user, "user"), about, known_hosts, self._reach, one.prefix)
        return Nftables(name, run, default_s=one.default_s)


@cache
def _lists() -> WarningLists:
    """Read when something is published: most commands never do."""
    from detections.indicators.warning import WarningLists

    return WarningLists()


def _warning(kind: str, value: str) -> str:
    """Lists of what is no indicator. The district's own list is the guard's, so that it is never out of date."""
    return _lists().warning(Observable(ObservableKind(kind), value))


def _needed(value: str, name: str) -> str:
    if not value:
        raise ValueError(f"`{name}` is missing")
    return value


def _read(path: Path) -> str:
    return path.read_text("utf-8").strip("\n")
