"""Step 6, export: the published data. `record.py` says what is published, `files.py` which files there are."""
