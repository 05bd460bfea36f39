"""Import a long file by the real job, as a cron worker runs it."""

import base64
import gc
import time
from pathlib import Path


def run(env, path: str, name: str, serial: str) -> dict:
    """Inspect the file, then read and store it.

    :param path: of the file, on this machine.
    :param serial: of the terminal whose punches they are.
    :return: seconds of inspecting (`inspected`) and of reading and storing (`stored`), the
        `punches` that were new, and by how many megabytes the memory grew meanwhile
        (`growth`).
    """
    content = base64.b64encode(Path(path).read_bytes()).decode()
    device = env["biometric.device"].search([("serial", "=", serial)])
    values = {"file": content, "name": name, "device_id": device.id}
    began = time.perf_counter()
    given = env["biometric.file.import"].create(values)
    inspected = time.perf_counter() - began
    env.cr.commit()
    del content, values
    env.invalidate_all()
    given.action_import()
    env.cr.commit()
    cron = env.ref("biometric_attendance.cron_file_import")
    before = _begin_watch()
    began = time.perf_counter()
    while given.state in ("queued", "running"):
        cron.method_direct_trigger()
        env.cr.commit()
        env.invalidate_all()
    return {
        "inspected": inspected,
        "stored": time.perf_counter() - began,
        "punches": given.new_count,
        "state": given.state,
        "growth": _megabytes("VmHWM") - before,
    }


def _begin_watch() -> float:
    """Forget the highest memory use of this process; return the present one in megabytes."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> float:
    status = Path("/proc/self/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
