"""Every number the first correlator decides with, in one place, with what it means."""

from __future__ import annotations

import math

import msgspec

from correlator.confidence import DEFAULT, Curve
from model.entity import EntityKind
from model.errors import SettingsError
from model.times import DAY, HOUR, MINUTE, Micros

# How strongly one shared entity speaks for two alerts being one story (0 to 1), before time and hub damping, and the
# time constant of its decay exp(-gap/tau). With `join` at 0.5 a shared host links on its own for 49 minutes.
KIND_WEIGHT: dict[EntityKind, tuple[float, Micros]] = {
    EntityKind.PROCESS: (0.95, 6 * HOUR),
    EntityKind.FILE_HASH: (0.9, 30 * DAY),
    EntityKind.HOST: (0.75, 2 * HOUR),
    EntityKind.IP: (0.75, 2 * HOUR),
    EntityKind.DEVICE: (0.75, 2 * HOUR),
    EntityKind.USER: (0.7, 12 * HOUR),
    EntityKind.DOMAIN: (0.7, 7 * DAY),
    EntityKind.EXTERNAL: (0.7, 7 * DAY),
    EntityKind.URL: (0.6, DAY),
    EntityKind.DATA_SET: (0.35, 12 * HOUR),
    EntityKind.SERVICE: (0.3, 2 * HOUR),
}
MACHINES = frozenset({EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE, EntityKind.EXTERNAL})

# The same machine acting in both alerts, and a machine that was acted on and now acts (the attack moved on).
ACTOR_WEIGHT: tuple[float, Micros] = (0.8, 6 * HOUR)
PIVOT_WEIGHT: tuple[float, Micros] = (0.85, 6 * HOUR)

# Two attackers at one target are two stories until something else joins them.
OTHER_ACTOR_FACTOR = 0.6

# What an alert was about: an address, its host name, its site, a page and a service of it are one thing seen five ways.
TARGETS = MACHINES | {EntityKind.DOMAIN, EntityKind.URL, EntityKind.SERVICE, EntityKind.DATA_SET}

# A process is one thing only under an id of its own (ProcessGuid, process.entity_id); a path names a program.
PROGRAM_WEIGHT = 0.2

# Accounts that exist on every machine say little about a person.
COMMON_ACCOUNTS = frozenset(
    {
        "root",
        "admin",
        "administrator",
        "system",
        "daemon",
        "nobody",
        "guest",
        "www-data",
        "nginx",
        "mysql",
        "postgres",
        "ubuntu",
        "test",
        "oracle",
        "local service",
        "network service",
        "anonymous logon",
        "nt authority\\system",
    }
)
COMMON_ACCOUNT_WEIGHT = 0.3

# Values that name nobody.
EMPTY_VALUES = frozenset(
    {"", "-", "?", "unknown", "none", "null", "localhost", "0.0.0.0", "::", "::1", "255.255.255.255"}  # noqa: S104
)


ESCALATE = 50.0


class CorrelatorSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """join: the strength at which an alert joins an incident, by one strong link or by two that reach it together.

    merge: the strength at which an alert that fits two incidents makes them one.
    weak: below this a shared entity does not count as one of two.
    reach: links older than `reach` time constants are nothing.
    """

    join: float = 0.5
    merge: float = 0.55
    weak: float = 0.2
    reach: float = 3.0

    # Hubs. An entity acted on by few distinct machines speaks fully; from `hub_knee` on it is damped, at `hub_limit`
    # within `hub_window` it links nothing on its own. An actor may reach more; targets of a sweep by one rule count once.
    hub_knee: int = 4
    hub_limit: int = 32
    actor_hub_knee: int = 32
    actor_hub_limit: int = 128
    hub_window: Micros = DAY

    # A (rule, entity) seen in this many different hours is routine; never from level high. Routine alerts, and alerts of
    # level low and informational, are background: they link nothing but background, for at most `background_span`.
    routine_hours: int = 6
    routine_span: Micros = 1 * DAY
    background_span: Micros = DAY

    # Names and neighbourhoods; see `correlator.identity`, `correlator.sites`.
    alias_life: Micros = DAY
    site_knee: int = 64
    site_limit: int = 1_024

    # How usual an alert is; see `correlator.habits`.
    few_machines: int = 64
    rarity_floor: float = 0.4
    max_rules: int = 10_000
    max_rule_machines: int = 256

    # An incident begins again when `again_rules` of the rules it began with come back together after `again_after` of
    # silence: a second attack of the same kind is another story.
    again_after: Micros = 12 * MINUTE
    again_within: Micros = MINUTE
    again_rules: int = 2

    # Score, escalation and confidence; see `correlator.scoring`, `correlator.confidence`.
    escalate: float = ESCALATE
    certain_middle: float = DEFAULT.middle
    certain_slope: float = DEFAULT.slope
    routine_factor: float = 0.2
    repeat_decay: float = 3.0
    tactic_bonus: float = 0.25

    # Bounds. Whatever is dropped because of one is counted in `Correlator.counters`.
    quiet: Micros = 2 * DAY
    max_open: int = 5_000
    max_alerts: int = 200_000
    max_members: int = 20_000
    max_entities: int = 50_000
    max_peers: int = 500_000
    max_alert_entities: int = 24
    max_incident_entities: int = 300
    max_postings: int = 16
    max_routine_keys: int = 100_000
    max_event_ids: int = 50_000

    @property
    def curve(self) -> Curve:
        return Curve(middle=self.certain_middle, slope=self.certain_slope)

    def __post_init__(self) -> None:
        problems = [
            f"{name} must be above 0, is {value!r}"
            for name, value in msgspec.structs.asdict(self).items()
            if not (isinstance(value, int | float) and math.isfinite(value) and value > 0)
        ]
        if not problems and self.hub_knee >= self.hub_limit:
            problems.append("hub_knee must be below hub_limit")
        if not problems and self.actor_hub_knee >= self.actor_hub_limit:
            problems.append("actor_hub_knee must be below actor_hub_limit")
        if problems:
            raise SettingsError(problems, where="correlator")
