"""A name server whose answers change, on port 53 of the namespace's loopback."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

if TYPE_CHECKING:
    from tests.ownnet.worlds import Answer, World

_CONTROL_NAMES = ("example.com", "iana.org", "archive.org")


class NameServer:
    """Answer as a world says; `dead` changes all that is said."""

    def __init__(self, world: World, public: str) -> None:
        self.questions: list[str] = []
        self.dead = False
        self._world = world
        self._names: dict[str, tuple[Answer, ...]] = dict(world.names)
        if world.network:
            self._names |= dict.fromkeys(_CONTROL_NAMES, ((public,),))
        self._asked: Counter[str] = Counter()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            packet, sender = self._socket.recvfrom(4096)
            reply = self._reply(dns.message.from_wire(packet))
            if reply is not None:
                self._socket.sendto(reply.to_wire(), sender)

    def _reply(self, query: dns.message.Message) -> dns.message.Message | None:
        (question,) = query.question
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.questions.append(f"{name} {kind}")
        answer = self._answer(name, kind)
        if answer == "SILENT":
            return None
        reply = dns.message.make_response(query, recursion_available=True)
        if isinstance(answer, str):
            reply.set_rcode(dns.rcode.from_text(answer))
        elif answer:
            reply.answer.append(dns.rrset.from_text(question.name, 0, "IN", kind, *answer))
        return reply

    def _answer(self, name: str, kind: str) -> Answer:
        if self.dead:
            return self._world.afterwards
        if kind == "NS":
            return tuple(f"{each}." for each in self._world.name_servers.get(name, ()))
        if name not in self._names:
            return "NXDOMAIN"
        answers = self._names[name]
        if kind != "A":
            failing = answers[min(self._asked[name], len(answers) - 1)]
            return failing if isinstance(failing, str) else ()
        answer = answers[min(self._asked[name], len(answers) - 1)]
        self._asked[name] += 1
        return answer
