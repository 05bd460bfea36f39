"""Who is told of a request: the approver of a new one, the employee of the answer."""

from markupsafe import Markup, escape

from ..watch.people import People

QUEUED = {"mail_notify_force_send": False}  # mails wait for Odoo's queue
ACTIVITY = "mail.mail_activity_data_todo"


def ask_approvers(requests):
    """Make an activity of each request for who decides.

    Where nobody in particular does, or that is the employee, it is who is told of all else
    of the company; the list of things to do has it for all officers.
    """
    for request in requests.sudo():
        user = _get_approver(request)
        if user:
            request.with_context(**QUEUED, lang=user.lang).activity_schedule(
                ACTIVITY,
                user_id=user.id,
                summary=request.env._("Decide about a correction"),
                note=escape(request.note),
            )


def _get_approver(request):
    """Return the user who is asked, an empty recordset for nobody."""
    employee = request.employee_id
    company = employee.company_id
    candidates = (
        employee.attendance_manager_id,
        People(request.env).get_of_company(company),
    )
    for user in candidates:
        if user.active and not user.share and user != employee.user_id:
            return user
    return request.env["res.users"]


def close_activities(requests):
    """Delete the activities of requests that wait no more."""
    requests.sudo().activity_ids.unlink()


def notify_of_answer(requests):
    """Tell the employees what was decided."""
    close_activities(requests)
    for request in requests.sudo():
        user = request.employee_id.user_id
        if not user:
            continue
        text = request.with_context(**QUEUED, lang=user.lang, tz=user.tz)
        states = dict(request._fields["state"]._description_selection(text.env))
        body = Markup("<p>%s: <b>%s</b></p><p>%s</p>") % (
            text.display_name,
            states[request.state],
            request.answer or "",
        )
        text.message_post(
            body=body,
            partner_ids=user.partner_id.ids,
            author_id=request.decided_by_id.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )


def notify_of_changes(rows, sentence):
    """Tell employees that somebody else changed their attendance.

    :param rows: records with ``employee_id``, as superuser.
    :param sentence: a function that returns the sentence of a record, in the language and
        time zone of the employee.
    """
    notified = rows.filtered(
        lambda row: (
            row.employee_id.user_id.active
            and row.employee_id.user_id != rows.env.user
            and row.employee_id.company_id.biometric_notify_employees
        )
    )
    for employee, of_employee in notified.grouped("employee_id").items():
        user = employee.user_id
        tz = employee._get_tz()
        text = of_employee.with_context(**QUEUED, lang=user.lang, tz=tz)
        env = text.env
        lines = Markup().join(Markup("<li>%s</li>") % sentence(row) for row in text)
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._("Your attendance was changed"),
            body=Markup(
                "<p>%s</p><ul>%s</ul><p><a href='/odoo/my-attendance'>%s</a></p>"
            )
            % (
                env._("%s changed your attendance:", rows.env.user.name),
                lines,
                env._("My Attendance"),
            ),
            author_id=rows.env.user.partner_id.id,
        )
