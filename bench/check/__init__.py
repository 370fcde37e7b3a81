"""Check many addresses of local servers, beside lychee, in one run: `python -m bench.check`.

The servers listen on loopback only. They need nginx; lychee is taken from `--lychee PATH` or the
PATH, and left out where there is none. Linux only: the hosts are addresses of 127.0.0.0/8.
"""
