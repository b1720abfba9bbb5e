"""The tables of identity. Secrets stand here as digests, except TOTP secrets, which are sealed with a key kept elsewhere."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.identity.permissions import ADMINISTRATIONS
from store.scoping import Guarded, Owned
from store.tables import Big, Blob, Json, Key, Number

_ONE_OF_THREE = text(f"role IN ({', '.join(repr(str(role)) for role in sorted(ADMINISTRATIONS))})")


class AccountRow(Owned, Base):
    """password: Argon2id in its PHC form, None for accounts an identity provider signs in. failures: since the last
    success. locked_until and the other times are microseconds."""

    __tablename__ = "accounts"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    password: Mapped[str | None]
    password_set: Mapped[Big | None]
    must_change: Mapped[bool]
    disabled: Mapped[bool]
    failures: Mapped[int]
    locked_until: Mapped[Big | None]
    totp_secret: Mapped[Blob | None]
    totp_waiting: Mapped[Blob | None]
    totp_step: Mapped[Big | None]
    version: Mapped[int]
    created: Mapped[Big]
    updated: Mapped[Big]
    last_sign_in: Mapped[Big | None]


class AccountRoleRow(Guarded, Base):
    """The partial index is the last line of defence for the three administrations: one account, at most one of them."""

    __tablename__ = "account_roles"
    __table_args__ = (
        Index(
            "uq_account_roles_administration",
            "account",
            unique=True,
            sqlite_where=_ONE_OF_THREE,
            postgresql_where=_ONE_OF_THREE,
        ),
    )

    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Key]
    granted: Mapped[Big]
    granted_by: Mapped[str]


class PasswordRow(Guarded, Base):
    """Earlier passwords' hashes, so that they are not used again."""

    __tablename__ = "account_passwords"

    number: Mapped[Number]
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    password: Mapped[str]


class RecoveryCodeRow(Guarded, Base):
    __tablename__ = "account_recovery_codes"

    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)


class ExternalRow(Guarded, Base):
    """Who an account is at an identity provider. `sub` is only unique within its issuer (OpenID Connect Core 1.0, 5.7)."""

    __tablename__ = "account_externals"

    issuer: Mapped[Key]
    subject: Mapped[Key]
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)


class AttemptRow(Base):
    """A sign-in begun at an identity provider and not yet come back. digest: of `state`."""

    __tablename__ = "external_attempts"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    verifier: Mapped[str]
    created: Mapped[Big] = mapped_column(index=True)


class SessionRow(Guarded, Base):
    """digest: SHA-256 of the token the browser holds. must: what has to be done before anything else, or empty."""

    __tablename__ = "sessions"

    id: Mapped[Key]
    digest: Mapped[bytes] = mapped_column(unique=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    method: Mapped[str]
    must: Mapped[str]
    address: Mapped[str]
    agent: Mapped[str] = mapped_column(Text)
    created: Mapped[Big]
    last_seen: Mapped[Big]
    expires: Mapped[Big]


class TokenRow(Guarded, Base):
    """digest: SHA-256 of the secret part. revoked: when, or None."""

    __tablename__ = "api_tokens"

    id: Mapped[Key]
    digest: Mapped[bytes] = mapped_column(unique=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    unit: Mapped[str]
    name: Mapped[str]
    permissions: Mapped[Json]
    created: Mapped[Big]
    expires: Mapped[Big]
    last_used: Mapped[Big | None]
    last_address: Mapped[str]
    revoked: Mapped[Big | None]


class ViewRow(Guarded, Base):
    """A search somebody keeps. search: what its page's address holds after the question mark."""

    __tablename__ = "views"

    id: Mapped[Key]
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    page: Mapped[str]
    name: Mapped[str]
    search: Mapped[str] = mapped_column(Text)
    created: Mapped[Big]
    updated: Mapped[Big]


class AnswerRow(Guarded, Base):
    """The answer to a write a client may repeat. body is sealed: it can hold a secret that is shown once."""

    __tablename__ = "answers"

    account: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[Key]
    request: Mapped[Blob]
    status: Mapped[int]
    headers: Mapped[Json]
    body: Mapped[Blob]
    created: Mapped[Big] = mapped_column(index=True)


class FeedRow(Guarded, Base):
    """That something changed, in order, for live views. Database triggers write it (see migration 0002), so that whoever
    changes an alert or incident cannot forget to. kind: `alert` or `incident`; unit: the alert's, empty for incidents."""

    __tablename__ = "feed"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[Number]
    kind: Mapped[str]
    object: Mapped[str]
    change: Mapped[str]
    unit: Mapped[str]
