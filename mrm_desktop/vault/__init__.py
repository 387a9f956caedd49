"""Passphrase to key, and the locked box it opens."""
