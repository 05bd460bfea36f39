"""How wrong a terminal's clock is, in words."""

DAY, HOUR, MINUTE, SECOND = 86_400, 3600, 60, 1  # seconds


def clock_error_text(env, seconds):
    """Return how far a clock is ahead or behind, in a unit a person can picture.

    :param seconds: positive when it is ahead.
    """
    ahead = {
        DAY: env._("%s days ahead"),
        HOUR: env._("%s hours ahead"),
        MINUTE: env._("%s minutes ahead"),
        SECOND: env._("%s seconds ahead"),
    }
    behind = {
        DAY: env._("%s days behind"),
        HOUR: env._("%s hours behind"),
        MINUTE: env._("%s minutes behind"),
        SECOND: env._("%s seconds behind"),
    }
    unit = next(unit for unit in ahead if abs(seconds) >= 2 * unit)
    return (ahead if seconds > 0 else behind)[unit] % round(abs(seconds) / unit)
