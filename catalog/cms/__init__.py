"""The staff side of the catalog: records, names, deposits and files in Wagtail's admin."""
