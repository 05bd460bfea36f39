"""``python -m simulator adms --url ...``, or by the folder's path; nothing but Python."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    # Started by its path, Python puts the folder first, whose files are no modules.
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != HERE]
    sys.path.append(str(HERE.parent))
    from simulator.cli import main

    sys.exit(main())
