"""Uzbek dates in Cyrillic letters; Django would take those of the Latin ones."""

DATE_FORMAT = "Y-йил j-E"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y-йил j-E, H:i"
YEAR_MONTH_FORMAT = "Y-йил E"
MONTH_DAY_FORMAT = "j-E"
FIRST_DAY_OF_WEEK = 1
