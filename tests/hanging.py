"""A guard against input that hangs the tool: it counts the processor's time, so that a busy machine decides nothing."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

SECONDS = 20.0
"""Processor time that no input of a few hundred kilobytes takes, unless its cost grows faster than the text."""


@contextmanager
def no_hang(seconds: float = SECONDS) -> Iterator[None]:
    """Fails what takes longer than `seconds` of this process's own time."""

    def give_up(*_: object) -> NoReturn:
        raise TimeoutError(f"not done after {seconds} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
