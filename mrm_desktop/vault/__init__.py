"""Passphrase to key: key slots, recovery code, change of passphrase, destruction."""
