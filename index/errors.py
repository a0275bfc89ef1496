"""The errors that a person has to put right. A figure that is not known is not an error but an `Answer`."""


class NianbaoError(Exception):
    """Base class. The message is one line for the user; `exit_code` is the exit status of the command line."""

    exit_code = 1


class RefusedFile(NianbaoError):
    """A file that cannot be read as a report; `path` and `why` say which and why. Other files are not affected."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class UsageError(NianbaoError):
    """A mistake on the command line or in a settings file."""

    exit_code = 2


class IndexBusy(NianbaoError):
    """Another process is writing to the index."""

    exit_code = 4


class IndexUnusable(NianbaoError):
    """The index is missing or damaged, or was made by another program or for another schema version."""

    exit_code = 5


class DiskFull(NianbaoError):
    """There is no disk space left for the index; what was stored before is intact."""

    exit_code = 6
