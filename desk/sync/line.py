"""One line to the hub: messages packed and unpacked, requests and bytes counted."""

from dataclasses import dataclass

from desk.base.errors import Code, UnavailableError
from desk.sync.keys import Keys
from desk.sync.report import Report
from desk.sync.transport import Transport
from desk.wire.errors import WireError
from desk.wire.packing import pack, unpack
from desk.wire.protocol import EnrolReply, EnrolRequest, SyncReply, SyncRequest


@dataclass(slots=True)
class Line:
    """Says what the desk has to say, proves who it is, counts what it costs."""

    transport: Transport
    report: Report
    keys: Keys | None = None

    def sync(self, request: SyncRequest) -> SyncReply:
        """Exchange once.

        Raises:
            HubSaidNoError: the hub answered no.
            UnavailableError: nobody answered, or not a hub.
        """
        answer = self.carry("POST", "/v1/sync", pack(request.to_wire()))
        try:
            return SyncReply.from_wire(unpack(answer))
        except WireError as error:
            raise UnavailableError(Code.HUB_SILENT) from error

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Ask for a number. Raises as `sync`."""
        answer = self.carry("POST", "/v1/enrol", pack(request.to_wire()))
        try:
            return EnrolReply.from_wire(unpack(answer))
        except WireError as error:
            raise UnavailableError(Code.HUB_SILENT) from error

    def carry(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Carry bytes there and the answer back. Raises as `sync`."""
        self.report.requests += 1
        self.report.bytes_up += len(body)
        answer = self.transport.ask(method, path, body, self.keys.proof if self.keys else "").body
        self.report.bytes_down += len(answer)
        return answer
