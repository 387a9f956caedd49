"""Names of the environment variables the program listens to."""

PASSPHRASE_VARIABLE = "MRM_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
NEW_PASSPHRASE_VARIABLE = "MRM_NEW_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
SIGNING_PASSPHRASE_VARIABLE = "MRM_SIGNING_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
PROJECT_VARIABLE = "MRM_PROJECT"
LANGUAGE_VARIABLE = "MRM_LANGUAGE"
