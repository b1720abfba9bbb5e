"""The table of roles and permissions, as the program enforces it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.access import Caller, noun, require
from api.roles.schemas import PermissionRead, RoleRead, RolesRead
from store.identity.permissions import (
    ADMINISTRATIONS,
    EVERYONE,
    NEVER_IN_TOKENS,
    PERMISSIONS,
    ROLE_NAMES,
    ROLE_PERMISSIONS,
    Role,
)

router = noun("roles")


@router.get("", operation_id="list_roles", response_model=RolesRead)
def list_roles(_: Annotated[Caller, Depends(require("account:own"))]) -> RolesRead:
    """Every role with what it may do, in both languages."""
    return RolesRead(
        roles=[
            RoleRead(
                role=role,
                name=ROLE_NAMES[role][0],
                name_zh=ROLE_NAMES[role][1],
                administration=role in ADMINISTRATIONS,
                permissions=sorted(ROLE_PERMISSIONS[role] | EVERYONE),
            )
            for role in Role
        ],
        permissions=[PermissionRead(permission=p, name=en, name_zh=zh) for p, (en, zh) in PERMISSIONS.items()],
        everyone=sorted(EVERYONE),
        never_in_tokens=sorted(NEVER_IN_TOKENS),
    )
