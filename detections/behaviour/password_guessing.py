"""Password guessing: many failed sign-ins from one source at one host, or at one account from anywhere; and then one that works.

Sources: Zeek, policy/protocols/ssh/detect-bruteforcing.zeek (failures counted per source within a window); NIST SP 800-63B
section 5.2.2 (a verifier limits failed attempts on one account); C. Herley, S. Schechter, "Distinguishing Attacks from
Legitimate Authentication Traffic at Scale", NDSS 2019: legitimate traffic is mostly successes whatever its volume, so the
share of failures is judged with their number. That is what keeps an office behind one translated address quiet.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, Samples, key
from detections.behaviour.observed import Login
from model.severity import Level
from model.times import SECOND, Micros

MAX_ACCOUNTS = 32
MAX_SOURCES = 64


class Attempts(msgspec.Struct, array_like=True):
    """failures, successes: times within the window, at most as many as judging needs. told: when reported."""

    failures: list[Micros] = msgspec.field(default_factory=list)
    successes: list[Micros] = msgspec.field(default_factory=list)
    accounts: list[str] = msgspec.field(default_factory=list)
    sources: list[str] = msgspec.field(default_factory=list)
    told: Micros = 0
    opened: bool = False
    samples: Samples = msgspec.field(default_factory=Samples)


class PasswordGuessing(Detector):
    name = "password_guessing"
    reads = (Login,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._window, self._repeat = int(limits["window"] * SECOND), int(limits["repeat"] * SECOND)
        self._failures, self._share = int(limits["failures"]), limits["failing_share"]
        self._spread = int(limits["account_failures"]), int(limits["account_sources"])
        age = max(limits["window"], limits["repeat"])
        self._from = self.table("from", Attempts, age)
        self._at = self.table("at", Attempts, age)

    def observe(self, seen: Login, now: Micros) -> Iterator[Finding]:
        place = key(seen.dataset, seen.client or seen.account, seen.host)
        if seen.success and self._from.get(place) is None:
            return
        attempts = self._from.touch(place, now, Attempts)
        self._note(attempts, seen)
        if seen.success:
            if attempts.told and not attempts.opened and 0 <= seen.time - attempts.told < self._repeat:
                attempts.opened = True
                yield self._opened(seen, attempts)
            return
        if self._due(attempts, seen, self._failures):
            yield self._told(seen, attempts)
        if seen.client and seen.account:
            yield from self._account(seen, now)

    def _account(self, seen: Login, now: Micros) -> Iterator[Finding]:
        """Guessing at one account from many places, each too slow to be told alone."""
        attempts = self._at.touch(key(seen.dataset, seen.account), now, Attempts)
        self._note(attempts, seen)
        failures, sources = self._spread
        if len(attempts.sources) >= sources and self._due(attempts, seen, failures):
            yield self._told_account(seen, attempts)

    def _note(self, attempts: Attempts, seen: Login) -> None:
        for times in (attempts.failures, attempts.successes):
            while times and times[0] < seen.time - self._window:
                del times[0]
        times = attempts.successes if seen.success else attempts.failures
        if not attempts.failures and not seen.success:
            attempts.accounts, attempts.sources, attempts.samples = [], [], Samples()
        times.append(seen.time)
        if len(times) > 4 * max(self._failures, self._spread[0]):
            del times[0]
        if seen.success:
            return
        attempts.samples.add(seen.id)
        for values, value, most in (
            (attempts.accounts, seen.account, MAX_ACCOUNTS),
            (attempts.sources, seen.client, MAX_SOURCES),
        ):
            if value and value not in values and len(values) < most:
                values.append(value)

    def _due(self, attempts: Attempts, seen: Login, failures: int) -> bool:
        if len(attempts.failures) < failures or (attempts.told and seen.time - attempts.told < self._repeat):
            return False
        if self._failing(attempts) < self._share:
            return False
        attempts.told, attempts.opened = seen.time, False
        return True

    @staticmethod
    def _failing(attempts: Attempts) -> float:
        return len(attempts.failures) / (len(attempts.failures) + len(attempts.successes))

    def _told(self, seen: Login, attempts: Attempts) -> Finding:
        who = seen.client or seen.account
        return self.finding(
            seen,
            first_time=attempts.failures[0],
            event_ids=attempts.samples.ids,
            group={"source.ip": seen.client, "host.name": seen.host}
            if seen.client
            else {"user.name": seen.account, "host.name": seen.host},
            about={"user.name": list(attempts.accounts)} if attempts.accounts else {},
            measured=self._measured(attempts),
            limits=("failures", "failing_share", "window"),
            why=(
                f"{len(attempts.failures)} sign-ins from {who} at {seen.host} failed within {self._span(attempts)} s, for "
                f"{len(attempts.accounts)} accounts; {self._failing(attempts):.0%} of its attempts failed"
            ),
            why_zh=(
                f"{who} 在 {self._span(attempts)} 秒内登录 {seen.host} 失败 {len(attempts.failures)} 次，涉及 "
                f"{len(attempts.accounts)} 个账号，失败占比 {self._failing(attempts):.0%}"
            ),
        )

    def _told_account(self, seen: Login, attempts: Attempts) -> Finding:
        return self.finding(
            seen,
            first_time=attempts.failures[0],
            event_ids=attempts.samples.ids,
            group={"user.name": seen.account},
            about={"source.ip": list(attempts.sources), "host.name": seen.host},
            measured=self._measured(attempts) | {"sources": list(attempts.sources)},
            limits=("account_failures", "account_sources", "failing_share", "window"),
            why=(
                f"{len(attempts.failures)} sign-ins as {seen.account} failed within {self._span(attempts)} s, from "
                f"{len(attempts.sources)} addresses"
            ),
            why_zh=(
                f"账号 {seen.account} 在 {self._span(attempts)} 秒内登录失败 {len(attempts.failures)} 次，来自 "
                f"{len(attempts.sources)} 个不同地址"
            ),
        )

    def _opened(self, seen: Login, attempts: Attempts) -> Finding:
        who = seen.client or seen.account
        return self.finding(
            seen,
            first_time=attempts.failures[0] if attempts.failures else attempts.told,
            event_ids=(*attempts.samples.ids, seen.id),
            group={"user.name": seen.account, "host.name": seen.host}
            | ({"source.ip": seen.client} if seen.client else {}),
            measured=self._measured(attempts) | {"signed_in": seen.account},
            limits=("failures", "window"),
            level=Level.HIGH,
            why=f"after guessing at {seen.host}, {who} signed in as {seen.account}: a guess may have been right",
            why_zh=f"{who} 在对 {seen.host} 猜测口令之后以 {seen.account} 登录成功，口令可能已被猜中",
        )

    @staticmethod
    def _measured(attempts: Attempts) -> dict[str, object]:
        return {
            "failures": len(attempts.failures),
            "successes": len(attempts.successes),
            "accounts": list(attempts.accounts),
        }

    @staticmethod
    def _span(attempts: Attempts) -> int:
        return max(1, (attempts.failures[-1] - attempts.failures[0]) // SECOND)
