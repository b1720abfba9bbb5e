"""Who may use the platform: accounts, passwords, second factors, sessions, tokens, roles and what each role may do.

In:  what a person or a program shows to be let in, and changes by administrators, each in the caller's transaction.
Out: an `Identity` (account, scope, permissions), and an audit record for every change, in the same transaction.
Not: cookies, headers or HTTP answers (`api`), nor talking to an identity provider over the network (`api.oidc`).
"""

from store.identity.permissions import ADMINISTRATIONS, EVERYONE, PERMISSIONS, Role, permissions_of
from store.identity.policy import Policy
from store.identity.who import Identity

__all__ = ["ADMINISTRATIONS", "EVERYONE", "PERMISSIONS", "Identity", "Policy", "Role", "permissions_of"]
