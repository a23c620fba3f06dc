"""The one error of these scripts: a message for the user, without a stack trace."""

import sys


class ExportError(Exception):
    """Says what went wrong, where, and how to mend it."""


def run(main):
    """Runs a script's `main`; an ExportError becomes one line and exit code 2."""
    try:
        sys.exit(main() or 0)
    except ExportError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
