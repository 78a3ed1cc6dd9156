"""Find records and their pages for an audience: the one service behind the page, the command and the API."""
