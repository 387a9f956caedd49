"""Passphrases that the environment gave, taken out of it as the program starts: no process that it starts later gets them."""

from __future__ import annotations

import os

from mrm_desktop.foundation.settings import NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE, SIGNING_PASSPHRASE_VARIABLE

_SECRETS = (PASSPHRASE_VARIABLE, NEW_PASSPHRASE_VARIABLE, SIGNING_PASSPHRASE_VARIABLE)
_TAKEN: dict[str, str] = {}


def take_secrets() -> None:
    """Take the passphrases out of the environment."""
    for variable in _SECRETS:
        given = os.environ.pop(variable, None)
        if given is not None:
            _TAKEN[variable] = given


def given_secret(variable: str) -> str | None:
    """Return what a variable gave, or None; somebody who uses the commands as a library may set it later."""
    return _TAKEN.get(variable, os.environ.get(variable))
