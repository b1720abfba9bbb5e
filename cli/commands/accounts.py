"""`fengsui accounts`: who may sign in, and the way back in for administrators, on the machine itself."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import context
from cli.groups import group
from cli.output import Format, rows, say
from model.errors import NotFound
from model.times import now_us
from pipeline.platform import open_existing, open_state_for_change
from store.identity import accounts as kept
from store.scope import EVERYTHING

accounts = group("Accounts: list, reset on this machine")


def register(app: typer.Typer) -> None:
    app.add_typer(accounts, name="accounts")


@accounts.command("list")
def _list(fmt: Annotated[Format, typer.Option("--format", help="table or json")] = Format.table) -> None:
    """Every account with its unit, roles and state."""
    state, store = open_existing(context.settings())
    try:
        with state.reading() as tx:
            found = kept.find(tx, EVERYTHING, limit=100_000).items
    finally:
        store.close()
        state.close()
    rows(
        [
            {
                "name": a.name,
                "unit": a.unit,
                "roles": " ".join(a.roles),
                "state": "disabled" if a.disabled else "locked" if (a.locked or 0) > now_us() else "active",
                "second_factor": a.totp,
            }
            for a in found
        ],
        ["name", "unit", "roles", "state", "second_factor"],
        fmt,
        empty="no accounts yet; the first start of `fengsui serve` makes them and prints their passwords",
    )


@accounts.command("reset")
def _reset(
    name: Annotated[str, typer.Argument(help="The account's name")],
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help="Also turn off its second factor, for somebody who lost it")
    ] = False,
) -> None:
    """Give an account a new one-time password, administrators' accounts too; ends its sessions, locks and tokens.

    This is the way back in when an administrator forgot the password; over HTTP nobody can do this to an administrator.
    """
    state = open_state_for_change(context.settings())
    try:
        with state.transaction() as tx:
            account = kept.by_name(tx, name)
            if account is None:
                raise NotFound(f"there is no account {name!r}", hint="see `fengsui accounts list`")
            now, actor = now_us(), context.actor()
            password = kept.reset_password(tx, account.id, EVERYTHING, actor=actor, now=now, at_machine=True)
            if second_factor:
                kept.reset_second_factor(tx, account.id, EVERYTHING, actor=actor, now=now, at_machine=True)
    finally:
        state.close()
    say(f"one-time password of {account.name}, to be changed at the first sign-in:")
    typer.echo(password)
