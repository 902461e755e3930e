"""`python -m zysim`: the same as the command `zysim`."""

from __future__ import annotations

import sys

from zysim.cli.start import main

if __name__ == "__main__":
    sys.exit(main())
