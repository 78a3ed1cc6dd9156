"""Name what cannot be done in the catalog."""

from __future__ import annotations


class NotPossible(RuntimeError):
    """Raised when a deposit's state does not allow what is asked; the message is an English sentence to translate."""


class UploadRefused(RuntimeError):
    """Raised when an upload in pieces cannot begin or go on; ``message`` is an English msgid, ``params`` fill it."""

    def __init__(self, message: str = "", **params: object) -> None:
        self.message = message or self.__doc__ or ""
        self.params = params
        super().__init__(self.message % params if params else self.message)


class UploadGone(UploadRefused):
    """There is no such upload, or it was ended, or it is somebody else's."""


class UploadBusy(UploadRefused):
    """Another request is writing to this upload."""


class WrongOffset(UploadRefused):
    """The piece does not begin where the upload ends."""


class WrongChecksum(UploadRefused):
    """The piece arrived damaged: its checksum is another."""


class PieceTooLong(UploadRefused):
    """The piece reaches beyond the end of the file."""


class FileTooLarge(UploadRefused):
    """The file is larger than this site takes."""


class NoRoom(UploadRefused):
    """The disk has no room for the file."""


class TooManyUploads(UploadRefused):
    """This person has too many unfinished uploads."""


class UnsafeName(UploadRefused):
    """The path of the file leads out of its folder, or is no path."""


class DepositClosed(UploadRefused):
    """The deposit was undone, or is somebody else's."""
