# ruff: noqa: I001 - a mixin before the models that inherit it, a model before its second class.
from . import biometric_outcome
from . import hooks
from . import biometric_punch
from . import review
from . import biometric_correction
