"""The models, folder by folder in order of dependence.

What extends a model comes after what defines it; nothing else depends on the order.
"""
# ruff: noqa: I001

# Which fields people may write, and what all screens of ours have in common
from .rights import biometric_rights, appearance

# Who is told of what is wrong: what devices and sites have for it
from .watch import watched

# What a device is
from .device import connection_guide, counts, device_info, failures, summary, zone
from .device import biometric_device_hour, biometric_device
from .device import biometric_device_event, biometric_site

# Calls of devices, and who they are
from .push import character_set, contact, clock_doubt, identity, storing
from .push import device as push_device, device_cache, ir_http
from .push import biometric_unknown_network, biometric_device_sequence
from .push import biometric_message_part, biometric_message, message_replay

# Calls to devices
from .poll import tested, connection, session_host, push_setup
from .poll import device as poll_device

# Software and databases with many terminals behind them
from .source import biometric_source, connection as source_connection
from .source import session_host as source_session_host, behind
from .source import device as source_device

# What devices can be told
from .command import biometric_command, confidential, delivery, buttons
from .command import device as command_device
from .source import commands as source_commands

# Who belongs on devices
from .access import biometric_person, biometric_access_pass
from .access import sync_state, biometric_device_group, biometric_device_user
from .access import biometric_assignment, ownership, renames
from .access import device as access_device

# What devices recorded, and what became of it
from .punch import biometric_outcome, hooks, biometric_punch, ambiguous_hour, review
from .punch import anomaly, doubted_time, other_person
from .punch import biometric_correction, biometric_clock_change

# Punches from files
from .files import biometric_file_folder
from .files import biometric_file_import, mapping, preview, importing, withdrawing
from .files import biometric_file_import_column, biometric_file_import_option
from .files import biometric_file_import_serial, biometric_file_layout

# Punches into attendances
from .pairing import biometric_pairing, apply, biometric_pairing_lock, biometric_policy
from .pairing import hr_attendance, hr_attendance_overtime_line

# Templates, photos, legal bases and erasure
from .privacy import biometric_encrypted, biometric_vault, biometric_photo
from .privacy import biometric_template, template_transfer
from .privacy import biometric_consent, biometric_erasure, biometric_erasure_line

# Employees, contacts and companies
from .people import hr_department, hr_employee, employments, hr_version
from .people import res_company, res_config_settings, res_partner

# Days of people and teams
from .reporting import biometric_day, biometric_team_day

# What employees ask for, and what they are told
from .request import biometric_correction_request, month
from .request import (
    correction as notified_correction,
    hr_attendance as notified_attendance,
)
from .request import res_company as notifying_company
from .request import res_config_settings as notifying_settings

# Connecting a terminal
from .connect import biometric_contact_attempt, connecting_user
from .connect import ir_http as connect_ir_http
from .connect import biometric_connect, waiting, card
from .connect import device as connect_device, typed

# Who is here now: screens, the wall, an evacuation
from .today import biometric_today, announcing, ir_websocket, settings
from .today import biometric_evacuation, biometric_evacuation_line, biometric_inside
from .today import biometric_wall
from .today import device as muster_device, punch as shown_punch

# What is wrong, who is told, and what a morning's mail says
from .watch import site, company, biometric_alert, biometric_digest
from .watch import device as troubled_device
from .watch import settings as watch_settings

# A terminal was down: what is entered for it
from .outage import biometric_outage, biometric_outage_line
from .outage import biometric_alert as alert_of_outage

# What waits for a person, of all of the above
from .todo import biometric_todo

# A company to look at before there is one of one's own
from .sample import biometric_sample

# Programs that call: their tokens, and bridges in other networks
from .api import biometric_api_token, ir_http as api_ir_http, punches as api_punches
from .bridge import (
    biometric_bridge,
    biometric_bridge_pairing,
    pairing as bridge_pairing,
)
from .bridge import heartbeat, config, commands, steps
from .bridge import source as bridged_source, source_steps as bridged_source_steps
from .bridge import device as bridged_device

# Other programs that are called
from .webhook import biometric_webhook, biometric_webhook_delivery, outbox

# Which menus are shown
from . import menus
