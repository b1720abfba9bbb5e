"""What a provider's claims mean here, by the settings' tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.settings import OidcSettings
from store.identity import Role
from store.identity.external import Claims


def claims_of(claims: Mapping[str, Any], settings: OidcSettings) -> Claims:
    """claims: of a verified ID token, `iss` and `sub` present. Values without a mapping give nothing."""
    subject = str(claims["sub"])
    named = claims.get(settings.name_claim)
    shown = claims.get("name")
    roles = None
    if settings.roles:
        held = {role for value in _values(claims.get(settings.roles_claim)) for role in settings.roles.get(value, ())}
        roles = [role for role in Role if role.value in held]
    unit = None
    if settings.units:
        found = [settings.units[value] for value in _values(claims.get(settings.unit_claim)) if value in settings.units]
        unit = found[0] if found else None
    return Claims(
        issuer=str(claims["iss"]),
        subject=subject,
        name=named[:200] if isinstance(named, str) else subject,
        display_name=shown[:128] if isinstance(shown, str) else "",
        roles=roles,
        unit=unit,
        first_unit=settings.first_unit,
    )


def _values(claim: Any) -> list[str]:
    if isinstance(claim, str):
        return [claim]
    return [value for value in claim if isinstance(value, str)][:200] if isinstance(claim, list) else []
