"""The zone in which screens and papers show when somebody came."""


def get_reader_zone(env, company):
    """Return the name of the reader's zone, of the company's for who has none."""
    company = company.sudo()
    return (
        env.context.get("tz")
        or env.user.tz
        or company.resource_calendar_id.tz
        or company.partner_id.tz
        or "UTC"
    )
