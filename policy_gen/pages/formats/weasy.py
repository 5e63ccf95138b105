"""WeasyPrint, loaded quietly, without starting another program, and only where it can work.

It needs Pango and at least one font. Without Pango it prints a banner and fails; without a font it brings the whole
process down. Both are found out here, before anything is rendered.
"""

import ctypes.util
import io
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from importlib import import_module
from types import ModuleType

from policy_gen.findings import Refused, finding

INSTALL = (
    "on Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    " fonts-dejavu-core fonts-nanum; on macOS: brew install pango"
)
WITHOUT = "or leave PDF out: --format md --format html --format fragment"


@contextmanager
def _no_library_search() -> Iterator[None]:
    """Keeps `find_library` from running ldconfig, gcc and ld while WeasyPrint looks for libraries.

    On Linux nothing is lost: WeasyPrint asks for each library by its file name too, and the loader finds it by that in
    every place that those programs would name. Elsewhere the search runs no program and stays as it is.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _has_fonts() -> bool:
    """Asks fontconfig, through WeasyPrint's own door to it, whether any font is installed."""
    bridge = import_module("weasyprint.text.ffi")
    ffi, fontconfig = bridge.ffi, bridge.fontconfig
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    return bool(fonts != ffi.NULL and fonts.nfont > 0)


@cache
def weasyprint() -> ModuleType:
    """The `weasyprint` module; raises `Refused` with OUT001 without its libraries and OUT002 without a font."""
    try:
        # It prints its troubleshooting address and warns about libraries that it can do without.
        with _no_library_search(), redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = import_module("weasyprint")
    except (ImportError, OSError, AttributeError) as error:
        message = "PDF needs the Pango libraries, and they are not here or too old"
        raise Refused([finding("OUT001", message, f"{INSTALL}; {WITHOUT}")]) from error
    if not _has_fonts():
        raise Refused([finding("OUT002", "PDF needs fonts, and none is installed", f"{INSTALL}; {WITHOUT}")])
    return module
