from . import biometric_day, biometric_team_day
