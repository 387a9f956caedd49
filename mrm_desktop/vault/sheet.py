"""What a recovery sheet says beside its code: the data key as the code wraps it, in letters for a QR code and for whoever types them.

Neither the letters nor the code open anything alone; both together open the encrypted file without any other.
"""

from __future__ import annotations

import base64
import hashlib
import struct

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.vault.key_file import FILE_SALT_BYTES, KeyFile
from mrm_desktop.vault.recovery_code import ALPHABET, LOOK_ALIKE, printed
from mrm_desktop.vault.slots import Cost, Slot, SlotKind, slot_from_dict, slot_to_dict

_MARK = "MRMKEY1:"
_FORM = struct.Struct(f">{FILE_SALT_BYTES}sBIB16s24s48s")
_CHECK_BYTES = 4
_TO_PAPER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)
_FROM_PAPER = str.maketrans(ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def letters_of(keys: KeyFile) -> str:
    """Return the letters for the sheet, in groups.

    Raises
    ------
    KnownError
        ``sheet.no_code`` where no recovery code was ever made.
    """
    slot = keys.slot(SlotKind.RECOVERY)
    if slot is None:
        raise KnownError("sheet.no_code")
    cost = slot.cost
    packed = _FORM.pack(bytes.fromhex(keys.file_salt), cost.time, cost.memory_kib, cost.lanes, slot.salt, slot.nonce, slot.wrapped)
    whole = packed + _check(packed)
    return printed(base64.b32encode(whole).decode("ascii").rstrip("=").translate(_TO_PAPER))


def for_scanning(letters: str) -> str:
    """Return what the QR code of the sheet holds."""
    return _MARK + letters.replace("-", "")


def keys_on_sheet(text: str) -> KeyFile:
    """Return the slot that a sheet holds, as its QR code was read or its letters were typed.

    Raises
    ------
    CannotOpenError
        ``sheet.slip`` where a letter is missing or wrong.
    """
    plain = "".join(text.upper().strip().removeprefix(_MARK).split()).replace("-", "")
    letters = plain.translate(LOOK_ALIKE).translate(_FROM_PAPER)
    try:
        whole = base64.b32decode(letters + "=" * (-len(letters) % 8))
        packed, check = whole[:-_CHECK_BYTES], whole[-_CHECK_BYTES:]
        if check != _check(packed) or base64.b32encode(whole).decode("ascii").rstrip("=") != letters:
            raise ValueError("check")
        salt, time, memory, lanes, *sealed = _FORM.unpack(packed)
        # Read as from a key file: a sheet is from outside as well, and asks for memory and time.
        slot = slot_from_dict(slot_to_dict(Slot(SlotKind.RECOVERY, Cost(time, memory, lanes), *sealed)))
    except (ValueError, struct.error, CannotOpenError) as error:
        raise CannotOpenError("sheet.slip") from error
    return KeyFile(salt.hex(), (slot,))


def _check(packed: bytes) -> bytes:
    return hashlib.sha256(b"mrm-sheet/1" + packed).digest()[:_CHECK_BYTES]
