"""Stories: the pages people see around the records (home, exhibits, help)."""
