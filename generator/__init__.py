"""From declaration files to a disclosure site.

The file names are the steps of the line; read `pipeline.py` first:

    load → shape → rules → derive → render → (MkDocs builds) → export, search

`model.py` says what a declaration is, `problem.py` what a person's mistake is.
"""
