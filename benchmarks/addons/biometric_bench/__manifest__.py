{
    "name": "Biometric Attendance: Floors of the Benchmarks",
    "summary": "What the cheapest possible request and row cost. Never for production.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Biometric Attendance contributors",
    "license": "LGPL-3",
    "depends": ["biometric_attendance"],
}
