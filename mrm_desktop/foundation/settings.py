"""Names of the environment variables the program listens to."""

PASSPHRASE_VARIABLE = "MRM_PASSPHRASE"  # noqa: S105 - the variable's name, not a secret
PROJECT_VARIABLE = "MRM_PROJECT"
LANGUAGE_VARIABLE = "MRM_LANGUAGE"
