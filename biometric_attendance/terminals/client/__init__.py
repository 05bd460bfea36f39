"""Ring 2: sockets. Everything here talks to terminals, nothing here knows Odoo."""
