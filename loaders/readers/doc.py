"""DOC, RTF and WPS, converted to DOCX by LibreOffice in a process of its own with limits on time and memory.

DOCX rather than HTML keeps Word's own numbering (一、) and merged cells. Nothing from the file gets into a command: it
is given a name of ours, in a folder that is deleted afterwards.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from index.errors import RefusedFile
from loaders.models import Document
from loaders.readers import docx, text

SECONDS = 15.0
"""for one file, less than the process that waits for it has itself (loaders/room.py)"""
MEMORY = 1 << 30
"""bytes of address space: the same as any process that reads files has; LibreOffice starts with half of it"""
LARGEST = 100_000_000
"""bytes of any file it writes"""
_BEGINS: Mapping[bytes, str] = MappingProxyType({b"\xd0\xcf\x11\xe0": "doc", b"{\\rtf": "rtf", b"<?xml": "xml"})
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOLDER = "nianbao-office-"
_AGAIN = 81
"""exit code of a first start, which only sets up the profile"""
_STARTS = 3
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux"""
_OFF = "org.openoffice."
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
)
"""no macros, and nothing that a file links is fetched"""


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in an old Word file. RefusedFile if it cannot be read, or LibreOffice is not installed."""
    start = data[:200].lstrip()
    suffix = next((suffix for begins, suffix in _BEGINS.items() if start.startswith(begins)), None)
    if suffix is None:
        return text.read(path, data, digest)
    if suffix == "doc" and _LOCKED in data:
        raise RefusedFile(path, "locked with a password")
    return docx.read(path, _as_docx(path, data, suffix), digest)


def _as_docx(path: str, data: bytes, suffix: str) -> bytes:
    program = _program()
    if program is None:
        raise RefusedFile(path, "needs LibreOffice (on Debian: apt-get install libreoffice-writer-nogui)")
    with _folder() as folder:
        source = folder / f"report.{suffix}"
        source.write_bytes(data)
        _settings(folder / "profile" / "user")
        command = [
            program, "--headless", "--norestore", "--nolockcheck", "--nologo",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(source),
        ]  # fmt: skip
        deadline = time.monotonic() + SECONDS
        ended = _AGAIN
        for _ in range(_STARTS):
            if ended == _AGAIN:
                ended = _run(path, command, folder, deadline)
        made = folder / "made" / "report.docx"
        if not made.is_file():
            why = "crashes on it" if ended < 0 else "cannot read it: damaged, or locked with a password"
            raise RefusedFile(path, f"LibreOffice {why}")
        return made.read_bytes()


def _program() -> str | None:
    """The program itself where it is found beside the one on the path, which only starts it and waits."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    itself = Path(found).resolve().with_name("soffice.bin")
    return str(itself) if itself.is_file() else found


def _run(path: str, command: list[str], folder: Path, deadline: float) -> int:
    """Exit code. RefusedFile when it takes too long; it is then gone with all that it started."""
    parent = os.getpid()
    quiet = subprocess.DEVNULL
    home = str(folder)
    environment = {"HOME": home, "TMPDIR": home, "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=environment, start_new_session=True,
        preexec_fn=lambda: _confine(parent),  # noqa: PLW1509 - it only makes system calls
    ) as process:  # fmt: skip
        try:
            return process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            raise RefusedFile(path, f"LibreOffice took longer than {SECONDS:.0f} s") from None
        finally:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)


def _confine(parent: int) -> None:
    """Bounds of the process that this becomes; it dies with who started it."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, int(SECONDS) * 2 + 2),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _settings(user: Path) -> None:
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{_OFF}{place}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for place, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}'
        "</oor:items>\n",
        encoding="utf-8",
    )


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A folder for one file. It is locked while it is used: those left behind by a process that was killed are not."""
    above = Path(tempfile.gettempdir())
    for left in above.glob(f"{_FOLDER}*"):
        with contextlib.suppress(OSError), _locked(left):
            shutil.rmtree(left, ignore_errors=True)
    with contextlib.ExitStack() as held:
        folder = _made(held)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _made(held: contextlib.ExitStack) -> Path:
    """A new folder, locked. Another process may take it for one left behind before that: then the next one."""
    for _ in range(20):
        folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
        with contextlib.suppress(OSError):
            held.enter_context(_locked(folder))
            if folder.is_dir():
                return folder
    raise OSError(errno.EBUSY, "no folder of its own")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """OSError where somebody else uses it."""
    handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if os.fstat(handle).st_uid != os.getuid():
            raise PermissionError
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
