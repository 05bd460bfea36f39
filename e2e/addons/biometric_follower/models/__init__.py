from . import biometric_punch
