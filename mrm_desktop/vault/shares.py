"""A recovery code in three shares, of which any two give it back and one says nothing (SLIP-39, by its reference library)."""

from __future__ import annotations

from collections.abc import Sequence

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.vault.recovery_code import code_of_bytes, parse_code, secret_of

NEEDED, MADE = 2, 3


def shares_of(code: str) -> tuple[str, ...]:
    """Return the shares of a recovery code, twenty-three words each.

    Raises
    ------
    KnownError
        ``shares.no_code`` where it is none or has a slip.
    """
    from shamir_mnemonic import generate_mnemonics

    letters = parse_code(code)
    if letters is None:
        raise KnownError("shares.no_code")
    # The iterations of the standard slow down who guesses a passphrase of the shares: there is none.
    [shares] = generate_mnemonics(1, [(NEEDED, MADE)], secret_of(letters), iteration_exponent=0)
    return tuple(shares)


def code_from(shares: Sequence[str]) -> str:
    """Return the recovery code that shares give.

    Raises
    ------
    CannotOpenError
        ``shares.do_not_fit`` where a word is wrong, a share is missing or they are of different codes.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    try:
        return code_of_bytes(combine_mnemonics([" ".join(share.lower().split()) for share in shares]))
    except (MnemonicError, ValueError) as error:
        raise CannotOpenError("shares.do_not_fit", needed=NEEDED) from error
