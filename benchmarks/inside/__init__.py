"""What runs within Odoo: each module has `run(env, ...)`, whose answer JSON can say."""
