{
    "name": "Biometric Attendance: Follower of Punches",
    "summary": "Overrides the hooks of punches, for the end-to-end tests.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Biometric Attendance contributors",
    "license": "LGPL-3",
    "depends": ["biometric_attendance"],
}
