"""Automation rules (``base_automation``) on punches, where that module is installed.

It replaces ``create`` and ``write`` of models that have rules by functions which run these,
and keeps the former ones as ``origin``. Punches are written past both, so what those
functions do around ``origin`` is done here.
"""

CREATE_TRIGGERS = ["on_create", "on_create_or_write"]
WRITE_TRIGGERS = ["on_create_or_write", "on_write"]


def has_rules(env, method):
    """Whether rules wait for ``create`` or ``write`` of punches; this costs no query."""
    replaced = getattr(type(env["biometric.punch"]), method)
    return "base.automation" in env and hasattr(replaced, "origin")


def run_rules_of_create(punches):
    """Run the rules on the creation of punches."""
    if not has_rules(punches.env, "create"):
        return
    rules = punches.env["base.automation"]._get_actions(punches, CREATE_TRIGGERS)
    records = punches.with_env(rules.env)
    for rule in rules.with_context(old_values=None):
        rule._process(rule._filter_post(records, feedback=True))


def run_rules_of_write(punches, former):
    """Run the rules on changes of punches.

    :param former: the values before, ``{punch id: {field: value}}``.
    """
    if not has_rules(punches.env, "write"):
        return
    rules = punches.env["base.automation"]._get_actions(punches, WRITE_TRIGGERS)
    if not rules:
        return
    records = punches.with_env(rules.env)
    # Conditions on what was before are read from the cache.
    for record in records:
        record._update_cache(former[record.id], validate=False)
    before = {rule: rule._filter_pre(records) for rule in rules}
    former = {
        record.id: {name: record[name] for name in former[record.id]}
        for record in records
    }
    records.invalidate_recordset(flush=False)
    for rule in rules.with_context(old_values=former):
        found, domain = rule._filter_post_export_domain(before[rule], feedback=True)
        rule._process(found, domain_post=domain)
