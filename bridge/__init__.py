"""The LAN bridge: a program without Odoo that polls terminals for an Odoo elsewhere."""
