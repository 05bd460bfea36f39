"""Start of the bridge: `python biometric-bridge.pyz COMMAND`."""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - it says why it cannot run
    sys.exit("The bridge needs Python 3.10 or newer.")

from bridge.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
