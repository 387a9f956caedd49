"""The frozen program's one entry: command, reader behind the door, or the window when it is asked for or the file is called so."""

import sys
from pathlib import Path

if sys.argv[1:2] == ["--read-foreign"]:
    from mrm_desktop.formats.door.inside import main as read_foreign

    sys.exit(read_foreign())

if sys.argv[1:2] == ["--window"] or Path(sys.executable).stem.endswith("-window"):
    from mrm_desktop.__main__ import main

    sys.exit(main([argument for argument in sys.argv[1:] if argument != "--window"]))

from mrm_desktop.cli.main import run

run()
