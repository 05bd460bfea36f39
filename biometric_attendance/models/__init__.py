# ruff: noqa: I001 - until each model is one class: the order in which classes extend each other.
from . import punch  # what terminals recorded, outcomes and corrections
from . import pairing  # from punches to attendances
from . import reporting  # one person's day
from .command import biometric_command  # what devices are told
from .command import delivery
from .access import biometric_person  # who belongs on devices
from .access import biometric_access_pass
from .access import biometric_device_group
from .access import biometric_device_user
from .privacy import biometric_encrypted  # templates, photos, consent and erasure
from .privacy import biometric_vault
from .privacy import biometric_template
from .privacy import template_transfer
from .privacy import biometric_photo
from .privacy import biometric_consent
from .privacy import biometric_erasure
from .privacy import biometric_erasure_line
from .push import biometric_block
from .device import connection_guide
from .device import device_info
from .device import biometric_device
from .device import biometric_device_event
from .command import device as command_device
from .access import device as access_device
from .push import device as push_device
from .poll import device as poll_device
from .push import biometric_device_gateway
from .push import device_cache
from .push import biometric_message
from .device import biometric_site
from .push import ir_http
from . import people  # employees, contacts, companies: after what access defines
