"""Check digits and what else makes a number an identifier. Plain functions of text of digits and capital letters."""

from __future__ import annotations

from datetime import date

# ISO 7064 MOD 11-2 as GB 11643-1999 applies it
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
# GB 32100-2015: 31 characters, without I, O, S, V and Z; weights are powers of 3 modulo 31
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {char: value for value, char in enumerate(CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(3**place % 31 for place in range(17))
# GB 11714-1997
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUES = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def resident_check(first17: str) -> str:
    return _ID_CHECKS[sum(int(c) * w for c, w in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def is_resident_id(value: str) -> bool:
    """18 characters with the right check character and a day of birth that was one, from 1850 on."""
    if len(value) != 18 or not value[:17].isdecimal() or value[17] != resident_check(value[:17]):
        return False
    try:
        return 1850 <= date(int(value[6:10]), int(value[10:12]), int(value[12:14])).year < 2100
    except ValueError:
        return False


def credit_check(first17: str) -> str:
    total = sum(_CREDIT_VALUES[c] * w for c, w in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def organisation_check(first8: str) -> str:
    rest = 11 - sum(_ORGANISATION_VALUES[c] * w for c, w in zip(first8, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def is_credit_code(value: str) -> bool:
    """18 characters with the check character of the whole; of which department and kind is said by the first two."""
    return (
        len(value) == 18
        and value[0] in "159YANGJ"
        and value[1] in "123459"
        and value[2:8].isdecimal()
        and all(c in _CREDIT_VALUES for c in value)
        and value[17] == credit_check(value[:17])
    )


def has_organisation_code(value: str) -> bool:
    """Whether a credit code's 9th to 17th characters are an organisation code with its own check character."""
    return value[16] == organisation_check(value[8:16])


def luhn(value: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    total = 0
    for place, char in enumerate(reversed(value)):
        digit = ord(char) - 48
        if place & 1:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
