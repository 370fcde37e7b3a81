"""A small internet of the tests' own, in a network namespace where the system allows one.

Public-looking addresses, a name server and web servers exist there and nowhere else, so that
linkcheck is run as it is, with the system's own resolver, against names whose answers change.
`inside.py` is the program that enters the namespace; `worlds.py` says what is there.
"""
