"""What lives as long as the index, or the process: Python does not look through it again and again.

Else that takes up to a second each time, in which nobody is answered, and finds nothing that could be thrown away.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

SELDOM = (700, 50, 1000)
"""How often Python looks through what is new, what has stayed, and all: the first as ever.

What stays is remembered of questions. It is bounded, and goes without being looked for.
"""


@contextlib.contextmanager
def lasting() -> Iterator[None]:
    """A context in which such things are made."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*SELDOM)
        if looking:
            gc.enable()
