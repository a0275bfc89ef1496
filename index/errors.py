"""The few things a person must put right. Not knowing a figure is no error: that is an Answer."""


class NianbaoError(Exception):
    """One line for the person at the edge; `exit_code` is the one CONTRACT gives the command line."""

    exit_code = 1


class RefusedFile(NianbaoError):
    """A file that is no report we can read. Says the file and why; the other files go on."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class UsageError(NianbaoError):
    """Wrong words on the command line or in a file of settings."""

    exit_code = 2


class IndexBusy(NianbaoError):
    """Another process holds the index for writing."""

    exit_code = 4


class IndexUnusable(NianbaoError):
    """The index is missing, damaged, of another program or of another schema version."""

    exit_code = 5


class DiskFull(NianbaoError):
    """No room left for the index; what was stored before stays stored."""

    exit_code = 6
