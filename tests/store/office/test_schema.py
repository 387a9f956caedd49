"""The rules of the server are counted: whoever changes them raises the number, or databases of before would never learn of it."""

from __future__ import annotations

import hashlib

from mrm_desktop.store.office import schema

FINGERPRINTS = {3: "9c15ffde8ed68cc8"}


def test_the_number_of_the_rules_goes_up_when_they_change() -> None:
    found = hashlib.sha256("\n".join(schema.statements()).encode()).hexdigest()[:16]
    assert FINGERPRINTS.get(schema.RULES) == found, "raise RULES in store/office/schema.py and add its fingerprint here"
