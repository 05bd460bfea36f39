"""Counting the rows that point to records."""

from odoo.fields import Domain


def set_counts(records, name, model, inverse, domain=()):
    """Set a computed count on each record.

    :param name: the field to set.
    :param model: whose rows are counted.
    :param inverse: the field of ``model`` that points to the records.
    :param domain: which rows count, beside that.
    """
    domain = Domain(inverse, "in", records.ids) & Domain(domain)
    groups = records.env[model]._read_group(domain, [inverse], ["__count"])
    counts = dict(groups)
    for record in records:
        record[name] = counts.get(record, 0)
