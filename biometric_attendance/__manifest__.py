{
    "name": "Biometric Attendance",
    "summary": "Connect fingerprint, face and card terminals to Attendances",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Attendances",
    "author": "Biometric Attendance contributors",
    "license": "LGPL-3",
    "depends": ["hr_attendance"],
    "external_dependencies": {"python": ["pycryptodome", "pyzk"]},
    "data": [
        # Who may do what, before anything that refers to a group
        "security/biometric_security.xml",
        "security/ir.model.access.csv",
        "data/ir_cron.xml",
        # Screens, one file a model
        "views/biometric_punch_views.xml",
        "views/biometric_device_event_views.xml",
        "views/biometric_message_views.xml",
        "views/biometric_device_user_views.xml",
        "views/biometric_site_views.xml",
        "views/biometric_device_views.xml",
        "views/hr_attendance_views.xml",
        "views/hr_employee_views.xml",
        # Menus last: they point at the actions above
        "views/biometric_menus.xml",
    ],
    "demo": ["demo/biometric_demo.xml"],
    "post_init_hook": "post_init_hook",
    "application": True,
}
