"""How long to wait for what must come, before that counts as a fault.

Where several runs share a machine, what waits for its turn must not look like what hangs.
"""

import os

# An environment variable: how many times longer than stated a wait may be.
PATIENCE = "DOCKER_FIELD_NOTES_PATIENCE"


def patient(seconds: float) -> float:
    """That many seconds, or as many times longer as PATIENCE says."""
    return seconds * float(os.environ.get(PATIENCE, "1"))
