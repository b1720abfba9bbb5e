"""The three administrations stay apart, whatever is tried."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from model.errors import FengsuiError, InputError, StoreError
from pipeline.settings import RoleName
from store.identity import ADMINISTRATIONS, Policy, Role, accounts, external, permissions_of
from store.identity.permissions import ROLE_NAMES, check_roles
from store.identity.tables import AccountRoleRow
from store.rows import insert_rows
from store.scope import EVERYTHING
from store.scoping import scoped
from store.state import State, open_state

POLICY = Policy(key=b"k" * 32)
NOW = 1_800_000_000_000_000


def _account(state: State, name: str) -> str:
    with state.transaction() as tx:
        return accounts.add(tx, name=name, display_name=name, unit="district", now=NOW, actor="test").id


@given(st.sets(st.sampled_from(list(Role))))
@settings(deadline=None, max_examples=200)
def test_no_set_of_roles_with_two_administrations_is_accepted(roles: set[Role]) -> None:
    if len(roles & ADMINISTRATIONS) > 1:
        with pytest.raises(InputError):
            check_roles(roles)
    else:
        check_roles(roles)
        assert "audit:read" not in permissions_of(roles) or Role.AUDIT_ADMIN in roles
        telling = {"accounts:change", "roles:grant", "audit:read"}
        assert len(permissions_of(roles) & telling) <= 1


STEP = st.tuples(
    st.sampled_from(("grant", "provider", "disable", "enable")),
    st.integers(0, 3),
    st.lists(st.sampled_from(list(Role)), max_size=4),
    st.booleans(),
)


@given(st.lists(STEP, max_size=25))
@settings(deadline=None, max_examples=25)
def test_after_any_changes_no_account_holds_two_and_each_administration_keeps_somebody(
    steps: Sequence[tuple[str, int, list[Role], bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_state(Path(folder) / "state.db") as state:
        ids = [_account(state, f"p{n}") for n in range(4)]
        for role, account_id in zip(sorted(ADMINISTRATIONS), ids, strict=False):
            with state.transaction() as tx:
                accounts.grant(tx, account_id, [role], EVERYTHING, actor="test", now=NOW)
        for what, which, roles, _ in steps:
            try:
                with state.transaction() as tx:
                    _step(tx, what, ids[which], which, roles)
            except FengsuiError:
                continue
        with state.reading() as tx:
            everybody = accounts.find(tx, EVERYTHING, limit=500).items
        for account in everybody:
            assert len(ADMINISTRATIONS.intersection(account.roles)) <= 1
        for role in ADMINISTRATIONS:
            assert any(role in account.roles and not account.disabled for account in everybody)


def _step(tx: object, what: str, account_id: str, which: int, roles: list[Role]) -> None:
    if what == "grant":
        accounts.grant(tx, account_id, roles, EVERYTHING, actor="test", now=NOW)  # type: ignore[arg-type]
    elif what == "provider":
        claims = external.Claims(issuer="i", subject=str(which), name="x", display_name="x", roles=roles, unit=None)
        external.admit(tx, claims, now=NOW, address="")  # type: ignore[arg-type]
    else:
        accounts.change(
            tx,
            account_id,
            EVERYTHING,
            actor="test",
            now=NOW,
            version=None,
            disabled=what == "disable",  # type: ignore[arg-type]
        )


@pytest.mark.parametrize("pair", list(combinations(sorted(ADMINISTRATIONS), 2)))
def test_the_database_itself_refuses_two_administrations(state: State, pair: tuple[Role, Role]) -> None:
    account_id = _account(state, "somebody")
    rows = [{"account": account_id, "role": role.value, "granted": NOW, "granted_by": "sql"} for role in pair]
    with pytest.raises(StoreError, match="UNIQUE"), state.transaction() as tx:
        insert_rows(tx, AccountRoleRow, rows)
    with state.reading() as tx:
        assert not list(tx.scalars(scoped(select(AccountRoleRow.role), EVERYTHING)))


def test_the_settings_and_the_program_know_the_same_roles() -> None:
    assert set(get_args(RoleName)) == {role.value for role in Role} == {role.value for role in ROLE_NAMES}
