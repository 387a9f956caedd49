"""Keys by which answers are known again in a later file: hashed, so that none can be read from the project.

Of answers only sums are kept. What tells whether an answer was counted before is a hash of the number that its server gave it, salted with
the project: it says nothing to anybody, and nothing in another project.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

SALT_LENGTH = 16


@dataclass(frozen=True, slots=True)
class KnownRecords:
    """What a reader has to know to recognise answers.

    Attributes
    ----------
    salt : str
        As many characters as the hash takes for its key.
    counted : bytes
        Hashed keys that other files brought, eight bytes each; their rows are left out.
    """

    salt: str
    counted: bytes = b""


def salt_of(project_id: str) -> str:
    """Return the salt of a project."""
    return hashlib.sha256(f"records of {project_id}".encode()).hexdigest()[:SALT_LENGTH]
