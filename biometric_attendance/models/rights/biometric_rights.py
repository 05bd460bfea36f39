"""Write protection of fields: people write what a model lists, code writes the rest."""

from typing import NamedTuple

from odoo import api, models, tools
from odoo.exceptions import AccessError

from . import links, values

MODULE = "biometric_attendance"
GATEWAY = f"{MODULE}.group_gateway"
ADMINISTRATOR = "hr_attendance.group_hr_attendance_manager"


class WritableFields(NamedTuple):
    """Names of a model's fields that people may write.

    :param always: by everybody who may write the records.
    :param at_creation: these too, but only while a record is created.
    :param administered: by administrators of Attendances alone.
    """

    always: frozenset
    at_creation: frozenset
    administered: frozenset


class BiometricRights(models.AbstractModel):
    """Refuses writes of fields that nobody is meant to write, however they are attempted.

    A view that shows a field as read-only stops no remote call. So each model lists the
    fields people may write, and those this addon adds without listing them are written by
    code alone: as superuser, or as the user *Biometric Gateway*. Fields of other addons
    are not concerned.
    """

    _name = "biometric.rights"
    _description = "Rights to Write Fields"

    # The classes of one model each list their own.
    _editable_fields = frozenset()
    _initial_fields = frozenset()
    _administered_fields = frozenset()

    @api.model
    @tools.ormcache(cache="stable")
    def _get_writable_fields(self):
        def collect(attribute):
            lists = (vars(each).get(attribute, ()) for each in type(self).__mro__)
            return frozenset().union(*lists)

        administered = collect("_administered_fields")
        always = collect("_editable_fields") | administered
        return WritableFields(always, always | collect("_initial_fields"), administered)

    def _is_writing_person(self):
        """Whether neither the superuser nor the gateway's user writes."""
        return not (self.env.su or self.env.user.has_group(GATEWAY))

    def _has_field_access(self, field, operation):
        if operation == "write" and self._get_write_problem(field):
            return False
        return super()._has_field_access(field, operation)

    def _check_field_access(self, field, operation):
        problem = operation == "write" and self._get_write_problem(field)
        if problem:
            raise AccessError(problem)
        return super()._check_field_access(field, operation)

    def _get_write_problem(self, field):
        """Return the sentence why the user may not write a field, ``None`` if allowed.

        An empty recordset stands for a record that is being created.
        """
        if not is_own(field) or not self._is_writing_person():
            return None
        writable = self._get_writable_fields()
        if field.name not in (writable.always if self else writable.at_creation):
            label = field._description_string(self.env)
            return self.env._("The server alone writes “%s”.", label)
        administered = field.name in writable.administered
        if administered and not self.env.user.has_group(ADMINISTRATOR):
            label = field._description_string(self.env)
            return self.env._("Only administrators may write “%s”.", label)
        return None

    @api.model
    def default_get(self, fields_list):
        """Take no default from a caller's context or from user-defined defaults for
        fields that people may not write, also where code goes on as superuser.
        """
        defaults = super().default_get(fields_list)
        at_creation = self._get_writable_fields().at_creation
        for name in list(defaults):
            field = self._fields.get(name)
            if field and is_own(field) and name not in at_creation:
                del defaults[name]
                if field.default:
                    value = field.convert_to_cache(field.default(self), self)
                    defaults[name] = field.convert_to_write(value, self)
        return defaults

    def copy_data(self, default=None):
        """Copy no field that people may not write."""
        copied = super().copy_data(default)
        given = default or {}
        model = self.browse()
        for vals in filter(None, copied):
            for name in vals.keys() - given.keys():
                if model._get_write_problem(self._fields[name]):
                    del vals[name]
        return copied

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_writing_person():
            return super().create(vals_list)
        for vals in vals_list:
            self.browse()._check_written(vals)
        records = super().create(vals_list)
        links.check_added(records, links.names(records), {})
        return records

    def write(self, vals):
        if not self._is_writing_person():
            return super().write(vals)
        self._check_written(vals)
        written = [name for name in links.names(self) if name in vals]
        before = links.linked(self, written)
        result = super().write(vals)
        links.check_added(self, written, before)
        return result

    def _check_written(self, vals):
        """Check fields and values; a model whose code needs them sound asks for it first."""
        if not self._is_writing_person():
            return
        for name in vals:
            if name in self._fields:
                self._check_field_access(self._fields[name], "write")
        values.check(self, vals)


def is_own(field):
    """Whether this addon was the first to define a field."""
    return field._modules[:1] == (MODULE,)
