# ruff: noqa: I001 - until each model is one class: the order in which classes extend each other.
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
from .punch import biometric_outcome
from .push import biometric_block
from .reporting import biometric_day
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
from .pairing import biometric_pairing
from .pairing import apply
from .pairing import biometric_policy
from .punch import biometric_punch
from .punch import review
from .punch import biometric_correction
from .device import biometric_site
from .pairing import biometric_pairing_lock
from .pairing import hr_attendance
from .pairing import hr_attendance_overtime_line
from .people import hr_department
from .people import hr_employee
from .people import hr_version
from .push import ir_http
from .people import res_company
from .people import res_config_settings
from .people import res_partner
