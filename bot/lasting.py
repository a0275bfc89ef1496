"""What lives as long as the index, or the process: Python does not look through it again and again.

Else that takes up to a second each time, in which nobody is answered, and finds nothing that could be thrown away.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def lasting() -> Iterator[None]:
    """A context in which such things are made."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if looking:
            gc.enable()
