"""The program: `whoknows`, or `python -m whoknows`."""

from __future__ import annotations

import sys

from whoknows.startup import INTERRUPTED, quiet


def main() -> None:
    """Run one command of the command line."""
    with quiet():
        from whoknows import cli
    try:
        cli.main()
    except KeyboardInterrupt:  # before the command line was ready for it
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
