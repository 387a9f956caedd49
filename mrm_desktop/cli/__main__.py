"""``python -m mrm_desktop.cli``."""

from mrm_desktop.cli.main import run

run()
