"""Punches, corrections and attendances as the drawings of days take them.

Each function returns dicts in the order of the records; instants are strings in UTC, labels
are in the reader's language.
"""


def describe_punches(punches):
    describe = _describer(punches)
    # People may read their own punches, but not the devices.
    may_open = punches.env["biometric.device"].has_access("read")
    return [
        {
            **describe(punch),
            "device": punch.sudo().device_id.display_name,
            "device_id": may_open and punch.device_id.id,
            "device_clock": f"{punch.device_time} ({punch.sudo().device_id.tz})",
            "note": punch.ambiguity or "",
        }
        for punch in punches
    ]


def describe_corrections(corrections):
    describe = _describer(corrections)
    return [
        {
            **describe(correction),
            "author": correction.sudo().create_uid.name,
            "note": correction.note or "",
        }
        for correction in corrections
    ]


def describe_attendances(rows):
    return [
        {
            "id": row.id,
            "check_in": str(row.check_in),
            "check_out": str(row.check_out) if row.check_out else False,
            "managed": row.biometric_managed,
            "origin": _origin(row),
        }
        for row in rows
    ]


def _origin(row):
    """Return in words what made the attendance: the devices, a person, or Odoo."""
    if row.biometric_managed and row.out_mode == "auto_check_out":
        return row.env._("Kept by the devices, ended by automatic check-out")
    if row.biometric_managed:
        return row.env._("Kept by the devices")
    if row.biometric_ended:
        return row.env._(
            "%(begun)s, ended by a device",
            begun=_labels(row, "in_mode").get(row.in_mode, ""),
        )
    if row.punch_ids:
        return row.env._("Changed by hand")
    return _labels(row, "in_mode").get(row.in_mode, "")


def _describer(records):
    """Return a function that describes a punch or correction in the reader's language."""
    directions, outcomes, reasons = (
        _labels(records, name) for name in ("direction", "outcome", "reason")
    )

    def describe(record):
        reason = [reasons.get(record.reason), record.detail]
        return {
            "id": record.id,
            "instant": str(record.instant),
            "direction": record.direction,
            "direction_label": directions.get(record.direction, ""),
            "outcome": record.outcome,
            "outcome_label": outcomes[record.outcome],
            "reason": " ".join(filter(None, reason)),
        }

    return describe


def _labels(records, field):
    """Return the labels of a selection field: ``{value: label}``."""
    return dict(records._fields[field]._description_selection(records.env))
