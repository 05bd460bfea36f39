"""Find out whether a database can be read."""

from ...errors import TerminalError
from ...reasons import Reason
from ...session import Diagnosis
from ...source import SourceReading


def diagnose(session: SourceReading) -> Diagnosis:
    """Connect, and look at all that is needed; never raises.

    :param session: one that begins anew; it is ended after its first step.
    """
    try:
        step = next(session)
    except TerminalError as error:
        return Diagnosis(error.reason)
    finally:
        session.close()
    counts = {"terminals": len(step.terminals), "people": len(step.users)}
    return Diagnosis(answer=Reason("database_answers", counts))
