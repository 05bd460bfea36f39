"""Odoo's command line as a script file.

A prefork server starts its websocket worker by running `sys.argv[0]` again. After
`python -m odoo` that is a file inside the package, which cannot run by itself: the
worker then dies and is restarted for ever. This folder holds nothing else, because
Python looks here first for every import.
"""

import os

os.environ["TZ"] = "UTC"  # before anything imports time, as Odoo's own script does

from odoo.cli.command import main

if __name__ == "__main__":
    main()
