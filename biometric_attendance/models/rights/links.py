"""Refusal of links to records which the person who makes them may not read.

Whoever may write a record may not name any record of the database in it: a command, a
correction or a pass would act on what the person has no rights to.
"""

from odoo.exceptions import AccessError


def names(records):
    """Return the names of the fields by which people may link records to others."""
    writable = records._get_writable_fields().at_creation
    return [
        name
        for name in sorted(writable)
        if records._fields[name].type in ("many2one", "many2many")
    ]


def linked(records, fields):
    """Return what the records are linked to: ``{field: records}``."""
    whole = records.sudo().with_context(active_test=False)
    return {name: whole[name] for name in fields}


def check_added(records, fields, before):
    """Check the records that were linked since.

    :param before: as :func:`linked` returned it, ``{}`` for new records.
    :raises AccessError: see :func:`check_readable`.
    """
    for name, now in linked(records, fields).items():
        added = now - before[name] if name in before else now
        if added:
            check_readable(added.with_env(records.env))


def check_readable(records):
    """Check that the user may read records, and works in their company now.

    :raises AccessError: the user may not, or does not.
    """
    model = records.env[records._name].browse()
    if records._name == "hr.employee" and not model.has_access("read"):
        # Whoever is not of human resources knows employees by their public side.
        records = records.env["hr.employee.public"].browse(records.ids)
    records.check_access("read")
    if "company_id" not in records._fields or records._name == "res.users":
        return
    foreign = records.sudo().company_id - records.env.companies
    if foreign:
        raise AccessError(
            records.env._(
                "%s is not among the companies you work in now.",
                foreign[0].display_name,
            )
        )
