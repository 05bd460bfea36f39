"""Who has a photo: the others are shown by their initials, without a request each."""

from odoo.tools import SQL


def load_photos(env, model, ids):
    """Return the addresses of the photos of people: ``{id: URL}``.

    The pictures of letters that Odoo draws are none. Whether the reader may see a photo is
    decided when the browser asks for it.

    :param model: ``hr.employee`` or ``res.partner``.
    """
    if not ids:
        return {}
    env["ir.attachment"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT res_id, left(checksum, 10) FROM ir_attachment
                WHERE res_model = %s AND res_field = 'image_128' AND res_id = ANY(%s)
                  AND mimetype NOT LIKE 'image/svg%%'""",
            model,
            list(ids),
        )
    )
    public = "hr.employee.public" if model == "hr.employee" else model
    return {
        res_id: f"/web/image/{public}/{res_id}/avatar_128?unique={checksum}"
        for res_id, checksum in rows
    }
