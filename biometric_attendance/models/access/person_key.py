"""Keys that histories know people by: the name of the model and the id."""

# Of somebody who is not in the database any more.
DELETED_PERSON = ("deleted", 0)


def get_person_key(person):
    """Return the key of an employee or contact, ``None`` for nobody."""
    return (person._name, person.id) if person else None


def get_person(env, key):
    """Return the person of a key, an empty recordset for nobody."""
    model, id_ = key or ("hr.employee", ())
    if model not in env:
        return env["hr.employee"]
    return env[model].with_context(active_test=False).browse(id_)


def get_employees(env, keys):
    """Return the employees among the people of some keys."""
    return env["hr.employee"].union(
        *(get_person(env, key) for key in keys if is_employee(key))
    )


def is_employee(key):
    """Whether a key is an employee's."""
    return bool(key) and key[0] == "hr.employee"


def get_person_values(key):
    """Return the values of a person in a record: ``employee_id`` and ``partner_id``."""
    model, id_ = key or (None, False)
    return {
        "employee_id": id_ if model == "hr.employee" else False,
        "partner_id": id_ if model == "res.partner" else False,
    }
