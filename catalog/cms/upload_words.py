"""Give the script of the upload form its words in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _


def upload_words() -> dict[str, str]:
    """Return the sentences by the names that static/cms/upload asks for."""
    return {
        "waiting": _("Waiting to be sent"),
        "sending": _("Sending"),
        "retrying": _("Connection lost; trying again"),
        "paused": _("Paused"),
        "arrived": _("Sent; being checked"),
        "refused": _("Not taken in"),
        "canceled": _("Canceled"),
        "pause": _("Pause"),
        "goOn": _("Go on"),
        "cancel": _("Cancel"),
        "sum": _("Sent: %(arrived)s of %(files)s files, %(sent)s of %(size)s"),
        "done": _("All files are sent: %(arrived)s of %(files)s. You may close this page; the work goes on."),
        "pace": _("%(pace)s a second"),
        "timeLeft": _("time left: %(time)s"),
        "refusedCount": _("not taken: %(count)s"),
        "more": _("Files not shown here: %(count)s. The page of the deposit lists all."),
        "deposit": _("Deposit %(number)s: all files together"),
        "nothing": _("Choose at least one file."),
        "tooLarge": _("This file is larger than this site takes."),
        "changed": _("This file was changed, moved or removed on your disk since you chose it. Choose it again."),
        "broken": _("The server could not take this file. Try again, or tell the administrator."),
        "offline": _("The server cannot be reached. Nothing is lost: the files go on by themselves when it answers."),
        "signedOut": _("You are signed out. Sign in again, here or in another tab, and the files go on by themselves."),
        "full": _("The server's disk is full. What has arrived is kept; let the upload go on when there is room."),
        "unfinished": _(
            "Files of your last visit that had not arrived: %(count)s. Choose the same files or the same folder again, "
            "and they go on where they broke off; what has arrived is not sent twice."
        ),
    }
