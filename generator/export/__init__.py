"""Step 6, export: the published data. `record.py` says what, `beside.py` and `whole.py` in which files."""
