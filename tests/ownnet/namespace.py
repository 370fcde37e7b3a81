"""Enter a network namespace with nothing in it but loopback, and lead names to it.

Done by system calls, since neither `ip` nor `unshare` is everywhere. The mounts are private to
this process and its children, and gone with them.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# linux/sched.h, sys/mount.h, linux/sockios.h, net/if.h
_NEW_MOUNTS, _NEW_USER, _NEW_NETWORK = 0x00020000, 0x10000000, 0x40000000
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000
_GET_FLAGS, _SET_FLAGS, _SET_ADDRESS, _SET_MASK = 0x8913, 0x8914, 0x8916, 0x891C
_UP = 0x1


def enter(addresses: Iterable[str], files: dict[str, Path]) -> None:
    """Move this process, which must have one thread, into namespaces of its own.

    `addresses` (IPv4) are given to its loopback besides 127.0.0.1, `files` are laid over others
    (`/etc/resolv.conf`). Raises `OSError` where the system does not allow it.
    """
    if sys.platform != "linux":
        message = "only Linux has network namespaces"
        raise OSError(message)
    user, group = os.geteuid(), os.getegid()
    root = user == 0
    _call("unshare", ctypes.c_int(_NEW_NETWORK | _NEW_MOUNTS | (0 if root else _NEW_USER)))
    if not root:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    _mount("none", "/", _RECURSIVE | _PRIVATE)
    for place, file in files.items():
        _mount(str(file), place, _BIND)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        _start(control, "lo")
        for number, address in enumerate(addresses, start=1):
            name = f"lo:{number}"
            fcntl.ioctl(control, _SET_ADDRESS, _request(name, address))
            fcntl.ioctl(control, _SET_MASK, _request(name, "255.255.255.255"))


def _start(control: socket.socket, name: str) -> None:
    packed = fcntl.ioctl(control, _GET_FLAGS, struct.pack("16sh14x", name.encode(), 0))
    (flags,) = struct.unpack_from("h", packed, 16)
    fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh14x", name.encode(), flags | _UP))


def _request(name: str, address: str) -> bytes:
    place = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
    return struct.pack("16s16s", name.encode(), place)


def _mount(source: str, target: str, flags: int) -> None:
    _call(
        "mount", source.encode(), target.encode(), None, ctypes.c_ulong(flags), None, about=target
    )


def _call(name: str, *arguments: object, about: str = "") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}", about or None)
