"""The archives that can be switched on by name: a module's name is its archive's.

Each has `open_archive(client)`, which returns an `Archive`, and its `HOSTS`, by which its address
is known. Adding an archive is adding a file.
"""
