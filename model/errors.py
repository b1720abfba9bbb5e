"""Every error a caller can tell apart.

    FengsuiError            anything we raise on purpose; carries a stable `code`
    ├── SettingsError       the configuration is wrong; lists every mistake at once
    ├── InputError          a file, stream or argument cannot be used at all (CLI exit 2)
    ├── BadRecord           one record cannot be used; it goes to quarantine and the stream goes on
    ├── RuleError           a detection rule is wrong; that rule is rejected and the others go on
    ├── QueryError          a search text is wrong; says at which character
    ├── ScopeError          the caller may not see or change this
    ├── NotFound            nothing has this id within the caller's scope
    ├── Conflict            it cannot be done now that things stand as they do: taken, in use, the last of its kind
    ├── Stale               somebody changed it since the caller read it
    ├── SignInRefused       nobody is let in with this; why is not told, the audit trail knows
    ├── SecondFactorNeeded  the password is right; the account also needs a code
    ├── WeakPassword        the password is not good enough; lists every reason
    ├── StoreError          stored data cannot be read or written
    └── LedgerBroken        the audit trail does not verify; says at which record

A message answers: what is wrong, where, what was expected, what to do. Callers branch on the class or on `code`,
never on the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class FengsuiError(Exception):
    """Base of the tree above. `where` is a place a person can go to (file:line, record number, setting name)."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} — {self.hint}" if self.hint else text


class SettingsError(FengsuiError):
    """`problems` holds one line per mistake, each naming its setting."""

    code = "settings.invalid"

    def __init__(self, problems: list[str], *, where: str = "") -> None:
        noun = "problem" if len(problems) == 1 else "problems"
        super().__init__(
            f"{len(problems)} {noun} in the settings:\n" + "\n".join(f"  - {p}" for p in problems), where=where
        )
        self.problems = problems


class InputError(FengsuiError):
    code = "input.unusable"


class BadRecord(FengsuiError):
    """`reason` is a short stable slug (`json.syntax`, `syslog.priority`), counted per source.

    The message is for people.
    """

    code = "record.bad"

    def __init__(self, reason: str, message: str = "", *, where: str = "", hint: str = "") -> None:
        super().__init__(message or reason, where=where, hint=hint)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return (_bad_record, (self.reason, self.message, self.where, self.hint))


def _bad_record(reason: str, message: str, where: str, hint: str) -> BadRecord:
    return BadRecord(reason, message, where=where, hint=hint)


class RuleError(FengsuiError):
    code = "rule.rejected"


class QueryError(FengsuiError):
    """`position` is the 0-based character in the query text where reading failed, or None when unknown. `mistake` is a
    stable slug with `parameters` (`store/query/mistakes.py`), empty for errors that are not about a query's text."""

    code = "query.invalid"

    def __init__(
        self,
        message: str,
        *,
        position: int | None = None,
        hint: str = "",
        mistake: str = "",
        parameters: Mapping[str, str | int] | None = None,
    ) -> None:
        where = "" if position is None else f"query, character {position + 1}"
        super().__init__(message, where=where, hint=hint)
        self.position = position
        self.mistake = mistake
        self.parameters = dict(parameters or {})


class ScopeError(FengsuiError):
    code = "scope.forbidden"


class NotFound(FengsuiError):
    code = "not_found"


class Conflict(FengsuiError):
    code = "conflict"


class Stale(FengsuiError):
    code = "stale"


class SignInRefused(FengsuiError):
    code = "sign_in.refused"


class SecondFactorNeeded(FengsuiError):
    code = "sign_in.code_needed"


class WeakPassword(FengsuiError):
    """`reasons` are stable slugs: too_short, too_long, too_few_kinds, too_few_different, contains_name, common,
    used_before."""

    code = "password.weak"

    def __init__(self, reasons: list[str], *, where: str = "", hint: str = "") -> None:
        super().__init__(f"the password is not good enough: {', '.join(reasons)}", where=where, hint=hint)
        self.reasons = reasons


class StoreError(FengsuiError):
    code = "store.failed"


class LedgerBroken(FengsuiError):
    code = "ledger.broken"
