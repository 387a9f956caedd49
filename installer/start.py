"""The frozen program's one entry: the command, or the window when it is asked for or when the file is called so."""

import sys
from pathlib import Path

if sys.argv[1:2] == ["--window"] or Path(sys.executable).stem.endswith("-window"):
    from mrm_desktop.__main__ import main

    sys.exit(main([argument for argument in sys.argv[1:] if argument != "--window"]))

from mrm_desktop.cli.main import run

run()
