"""Rules without a database. No Odoo, no I/O, no clock."""
