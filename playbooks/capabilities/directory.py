"""Accounts in an LDAP directory: closed and opened again.

Closing keeps what stood there before in the undo, so that opening restores exactly that. Three ways, by directory:
- `lockout` sets pwdAccountLockedTime to 000001010000Z (permanently locked; draft-behera-ldap-password-policy-10, 5.3.3), for
  OpenLDAP with ppolicy, whose policy must say `pwdLockout: TRUE`: otherwise it keeps the lock and lets the account in.
- `active-directory` sets bit 2 (ACCOUNTDISABLE) of userAccountControl.
- `shell` sets loginShell.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from playbooks.capabilities.contract import Job, ObjectKind, Plan, Refused, Result, Uncertain, Unreachable
from playbooks.capabilities.reach import Reach
from playbooks.capabilities.switching import Switch

LOCKED_FOR_GOOD = "000001010000Z"
ACCOUNTDISABLE = 0x2
NO_SHELL = "/usr/sbin/nologin"
_ATTRIBUTE = {"lockout": "pwdAccountLockedTime", "active-directory": "userAccountControl", "shell": "loginShell"}
_SWITCH = Switch(
    ObjectKind.ACCOUNT,
    "account.enable",
    "open the account {who} again",
    "恢复账号 {who}",
    "close the account {who} in {at} for {lasts} s",
    "在“{at}”停用账号 {who}，持续 {lasts} 秒",
)


def _library() -> Any:
    """ldap3 is read when first used: most platforms need it never, and reading it warns about names of pyasn1."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import ldap3
        import ldap3.core.exceptions
        import ldap3.utils.conv
    return ldap3


class Directory:
    kind: ClassVar[str] = "ldap"
    verbs: ClassVar[frozenset[str]] = frozenset({"account.disable", "account.enable"})

    def __init__(
        self,
        name: str,
        reach: Reach,
        *,
        host: str,
        port: int,
        base: str,
        user: str,
        password: str,
        way: str = "lockout",
        attribute: str = "uid",
        tls: bool = True,
        default_s: int = 24 * 3600,
    ) -> None:
        self.name, self._reach, self._host, self._port, self._base = name, reach, host, port, base
        self._user, self._password, self._way, self._attribute = user, password, way, attribute
        self._tls, self._default_s = tls, default_s

    def plan(self, job: Job) -> Plan:
        return _SWITCH.plan(self.kind, self.name, job, _account(job), self._default_s)

    def find(self, job: Job) -> Result | None:
        """Closing twice ends the same, but the undo of the second would remember the closed state: so it is looked up."""
        with self._bound(job.timeout_s) as directory:
            name, before = self._entry(directory, _account(job))
            if job.text == "account.enable" or not self._closed(before):
                return None
            return Result("the account is closed", undo={"dn": name, "before": self._opened(before)})

    def apply(self, job: Job) -> Result:
        account = _account(job)
        with self._bound(job.timeout_s) as directory:
            name, before = self._entry(directory, account)
            if job.text == "account.enable":
                self._set(directory, name, self._opened(before))
                return Result(f"the account {account} is open")
            if self._closed(before):
                return Result(f"the account {account} was closed already")
            self._set(directory, name, self._closing(before))
        return Result(f"the account {account} is closed", {"result": name}, {"dn": name, "before": before})

    def undo(self, undo: Mapping[str, Any]) -> None:
        with self._bound(30.0) as directory:
            self._set(directory, str(undo["dn"]), [str(one) for one in undo["before"]])

    def _entry(self, directory: Any, account: str) -> tuple[str, list[str]]:
        attribute = _ATTRIBUTE[self._way]
        wanted = f"({self._attribute}={_library().utils.conv.escape_filter_chars(account)})"
        directory.search(
            self._base, wanted, attributes=[attribute, "+"] if self._way == "lockout" else [attribute], size_limit=2
        )
        found = [one for one in directory.response or () if one.get("type") == "searchResEntry"]
        if len(found) != 1:
            raise Refused(
                "account.unknown",
                f"{len(found)} accounts are called {account!r} in {self.name}; one was expected",
                f"“{self.name}”中名为 {account!r} 的账号有 {len(found)} 个，应恰有一个",
            )
        values = found[0].get("raw_attributes", {}).get(attribute) or []
        return str(found[0]["dn"]), [value.decode("utf-8", "replace") for value in values]

    def _closed(self, before: list[str]) -> bool:
        if self._way == "active-directory":
            return bool(before) and bool(int(before[0]) & ACCOUNTDISABLE)
        return before == self._closing(before)

    def _closing(self, before: list[str]) -> list[str]:
        if self._way == "lockout":
            return [LOCKED_FOR_GOOD]
        if self._way == "shell":
            return [NO_SHELL]
        return [str((int(before[0]) if before else 512) | ACCOUNTDISABLE)]

    def _opened(self, before: list[str]) -> list[str]:
        if self._way == "active-directory":
            return [str((int(before[0]) if before else 512) & ~ACCOUNTDISABLE)]
        return ["/bin/bash"] if self._way == "shell" else []

    def _set(self, directory: Any, name: str, values: list[str]) -> None:
        directory.modify(name, {_ATTRIBUTE[self._way]: [(_library().MODIFY_REPLACE, values)]})
        result = directory.result
        if result["result"] not in (0, 16):  # 16: there was no such value to take away
            said = f"{result['description']}: {str(result['message'])[:200]}"
            raise Refused("ldap.refused", f"the directory refused it: {said}", f"目录服务拒绝：{said}")

    @contextmanager
    def _bound(self, timeout_s: float) -> Iterator[Any]:
        self._reach.check(self._host, self._port)
        ldap3 = _library()
        wrong = ldap3.core.exceptions
        server = ldap3.Server(
            self._host, self._port, use_ssl=self._tls, connect_timeout=max(1, int(timeout_s)), get_info=ldap3.NONE
        )
        directory = ldap3.Connection(
            server, self._user, self._password, receive_timeout=max(1, int(timeout_s)), raise_exceptions=False
        )
        try:
            if not directory.bind():
                raise Refused("ldap.sign_in", f"{self.name} does not let us in", f"“{self.name}”登录失败")
            yield directory
        except (wrong.LDAPSocketOpenError, wrong.LDAPBindError) as error:
            raise Unreachable(f"{self._host}:{self._port}: {error}") from None
        except wrong.LDAPException as error:
            raise Uncertain(f"{self._host}:{self._port}: {error}") from None
        finally:
            directory.unbind()


def _account(job: Job) -> str:
    account = job.arguments.get("account", "").strip()
    if job.text not in Directory.verbs or not re.fullmatch(r"[^\x00-\x1f\x7f]{1,256}", account):
        raise Refused("argument.wrong", f"{job.text}: `account` is a name", "account 应为账号名")
    return account
