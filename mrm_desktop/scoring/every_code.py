"""Every code that the method can put into an answer, with the names of its parameters; a test walks this list in every language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mrm_desktop.scoring.codes import OWN_CODES
from mrm_desktop.scoring.gates import GATE_CODES

CODES: Mapping[str, tuple[str, ...]] = MappingProxyType({**OWN_CODES, **GATE_CODES})
