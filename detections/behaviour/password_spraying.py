"""Password spraying: one source tries a password or two on many accounts, below every lock-out.

Sources: MITRE ATT&CK T1110.003; Microsoft, "Password spray investigation" (incident response playbook): few failures on each of
many accounts, from one source, over hours. C. Herley, S. Schechter, NDSS 2019 (see password_guessing.py): accounts that also
sign in from there speak for an office behind one address; only those that never did are counted, and judged as a share.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, Samples, key
from detections.behaviour.observed import Login
from model.severity import Level
from model.times import SECOND, Micros

MAX_ACCOUNTS = 256


class Tried(msgspec.Struct, array_like=True):
    """failed: account to number of failures and the time of the last; worked: account to time of the last success."""

    failed: dict[str, tuple[int, Micros]] = msgspec.field(default_factory=dict)
    worked: dict[str, Micros] = msgspec.field(default_factory=dict)
    first: Micros = 0
    told: Micros = 0
    opened: bool = False
    samples: Samples = msgspec.field(default_factory=Samples)


class PasswordSpraying(Detector):
    name = "password_spraying"
    reads = (Login,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._window, self._repeat = int(limits["window"] * SECOND), int(limits["repeat"] * SECOND)
        self._accounts, self._each, self._share = int(limits["accounts"]), limits["tries"], limits["failing_share"]
        self._tried = self.table("tried", Tried, limits["window"])

    def observe(self, seen: Login, now: Micros) -> Iterator[Finding]:
        if not seen.client or not seen.account:
            return
        tried = self._tried.touch(key(seen.dataset, seen.client), now, Tried)
        if seen.success:
            sprayed = bool(tried.told) and seen.account in tried.failed and not tried.opened
            if sprayed and 0 <= seen.time - tried.told < self._repeat:
                tried.opened = True
                yield self._told(seen, tried, tried.failed, opened=True)
            self._keep(tried.worked, seen.account, seen.time)
            return
        limit = seen.time - self._window
        if seen.account not in tried.failed and len(tried.failed) + 1 >= self._accounts:
            for gone in [account for account, (_, last) in tried.failed.items() if last < limit]:
                del tried.failed[gone]
        tries, _ = tried.failed.pop(seen.account, (0, 0))
        self._keep(tried.failed, seen.account, (tries + 1, seen.time))
        tried.first = tried.first if tried.first > limit else seen.time
        tried.samples.add(seen.id)
        if len(tried.failed) < self._accounts or (tried.told and seen.time - tried.told < self._repeat):
            return
        never = {a: v for a, v in tried.failed.items() if tried.worked.get(a, -1) < limit}
        known = len(tried.failed.keys() | {a for a, last in tried.worked.items() if last >= limit})
        mean = sum(n for n, _ in never.values()) / max(1, len(never))
        if len(never) >= self._accounts and mean <= self._each and len(never) / known >= self._share:
            tried.told, tried.opened = seen.time, False
            yield self._told(seen, tried, never, opened=False)

    @staticmethod
    def _keep(values: dict[str, Micros] | dict[str, tuple[int, Micros]], account: str, value: object) -> None:
        values.pop(account, None)
        values[account] = value  # type: ignore[assignment]
        if len(values) > MAX_ACCOUNTS:
            del values[next(iter(values))]

    def _told(self, seen: Login, tried: Tried, accounts: dict[str, tuple[int, Micros]], *, opened: bool) -> Finding:
        failures = sum(n for n, _ in accounts.values())
        shown = list(accounts)[:32]
        group = {"source.ip": seen.client}
        why = (
            f"{seen.client} failed to sign in as {len(accounts)} accounts, {failures / len(accounts):.1f} times each, and as "
            "none of them it ever did"
        )
        why_zh = (
            f"{seen.client} 对 {len(accounts)} 个账号登录失败，平均每个 {failures / len(accounts):.1f} 次，"
            "且这些账号从未由此地址登录成功"
        )
        if opened:
            group |= {"user.name": seen.account}
            why = f"after trying {len(accounts)} accounts, {seen.client} signed in as {seen.account}"
            why_zh = f"{seen.client} 在尝试 {len(accounts)} 个账号之后以 {seen.account} 登录成功"
        return self.finding(
            seen,
            first_time=tried.first,
            event_ids=(*tried.samples.ids, seen.id) if opened else tried.samples.ids,
            group=group,
            about={"host.name": seen.host} | ({} if opened else {"user.name": shown}),
            measured={"accounts": len(accounts), "failures": failures, "names": shown},
            limits=("accounts", "tries", "failing_share", "window"),
            level=Level.HIGH if opened else None,
            why=why,
            why_zh=why_zh,
        )
