"""Records of a company's own that depend on sample data, which then is not removed."""

from odoo.fields import Domain

# Records that go along, if all that these fields name is sample data or empty.
GO_ALONG = {
    "biometric.punch": ("device_id", "employee_id", "partner_id"),
    "biometric.device.user": ("device_id", "employee_id", "partner_id"),
    "biometric.access.pass": ("employee_id", "partner_id"),
    "biometric.assignment": ("device_id",),
    "biometric.correction": ("employee_id",),
    "biometric.pairing": ("employee_id",),
    "biometric.pairing.lock": ("employee_id",),
    "biometric.consent": ("employee_id",),
    "biometric.template": ("employee_id", "device_user_id"),
    "biometric.photo": ("device_id",),
    "biometric.message": ("device_id",),
    "biometric.message.part": ("device_id",),
    "biometric.command": ("device_id",),
    "biometric.clock.change": ("device_id",),
    "biometric.device.event": ("device_id",),
    "biometric.device.hour": ("device_id",),
    "biometric.erasure.line": ("device_id",),
    "hr.attendance": ("employee_id",),
    "hr.attendance.overtime.line": ("employee_id",),
    "hr.version": ("employee_id",),
}
# Records that stay as they are when what they name goes, but for the name.
STAY = {
    "biometric.alert",
    "biometric.evacuation.line",
    "mail.followers",
    "mail.message",
}
MAX_FOUND = 5


def find_dependents(env, sample):
    """Return records that are no sample data and would be deleted or changed with it.

    Every link of the database to sample data is followed, also those of other addons.

    :param sample: ``{model: records}``.
    :return: a list of records of one, ``MAX_FOUND`` at most.
    """
    found = []
    for model in env.registry.models.values():
        if model._abstract or model._transient or not model._auto:
            continue
        for field in model._fields.values():
            if _is_link(field, sample) and len(found) < MAX_FOUND:
                found += _find(env, model._name, field, sample)
    return found[:MAX_FOUND]


def _is_link(field, sample):
    return (
        field.store
        and field.type in ("many2one", "many2many")
        and field.comodel_name in sample
        and field.model_name not in STAY
    )


def _find(env, model, field, sample):
    records = env[model].sudo().with_context(active_test=False)
    domain = Domain(field.name, "in", sample[field.comodel_name].ids)
    if model in sample:
        domain &= Domain("id", "not in", sample[model].ids)
    if model in GO_ALONG:
        domain &= Domain.OR(
            _leads_elsewhere(records, name, sample) for name in GO_ALONG[model]
        )
    return list(records.search(domain, limit=MAX_FOUND))


def _leads_elsewhere(records, name, sample):
    """Return the domain of records whose field names something that is no sample."""
    comodel = records._fields[name].comodel_name
    if comodel not in sample:  # a link to what goes along itself
        return Domain.FALSE
    return Domain(name, "!=", False) & Domain(name, "not in", sample[comodel].ids)
