"""Interrupt a scan of 20,000 local addresses and go on with it: `python -m bench.resume`.

The progress bar is drawn on a pseudo-terminal and read off it; the servers' log tells what was
asked, and how often. It needs nginx, and Linux: the hosts are addresses of 127.0.0.0/8.
"""
