"""The real line, against servers that misbehave: slow, cut, encrypted by somebody else, a portal."""

import contextlib
import gzip
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from desk.base.errors import Code, UnavailableError
from desk.sync import network
from desk.sync.network import HttpTransport
from desk.wire.packing import MEDIA_TYPE

HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {MEDIA_TYPE}\r\n".encode()


@pytest.fixture
def serve():
    """Serve with ``answer(connection)``; return the address. Closed after the test."""
    closing = []

    def start(answer, context=None):
        listener = socket.create_server(("127.0.0.1", 0))
        closing.append(listener)

        def run():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with contextlib.suppress(OSError), connection:
                    if context is not None:
                        connection = context.wrap_socket(connection, server_side=True)
                    connection.recv(65536)
                    answer(connection)

        threading.Thread(target=run, daemon=True).start()
        return f"{'https' if context else 'http'}://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for one in closing:
        one.close()


def asked(address, **patience):
    line = HttpTransport(address, **patience)
    try:
        return line.ask("POST", "/v1/sync", b"{}", "Desk 1.secret")
    finally:
        line.close()


def refused(address, **patience):
    with pytest.raises(UnavailableError) as told:
        asked(address, **patience)
    return told.value.code


def test_an_answer_comes_back_whole(serve):
    address = serve(lambda line: line.sendall(HEAD + b"Content-Length: 2\r\n\r\n{}"))

    assert asked(address).body == b"{}"


def test_nobody_there_is_being_offline():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert refused(f"http://127.0.0.1:{port}") is Code.OFFLINE


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\n", HEAD + b"Content-Length: 500\r\n\r\nhalf", b"\x00\xff\xfe", b"SSH-2.0-OpenSSH_9\r\n"],
)
def test_a_cut_or_strange_answer_is_silence(serve, answer):
    assert refused(serve(lambda line: line.sendall(answer))) is Code.HUB_SILENT


def test_an_answer_longer_than_allowed_is_left(serve):
    def flood(line):
        line.sendall(HEAD + b"\r\n")
        for _ in range(200):
            line.sendall(b"x" * 65536)

    assert refused(serve(flood)) is Code.HUB_SILENT


def test_a_packed_answer_is_not_unpacked_on_the_way(serve):
    bomb = gzip.compress(b"0" * 50_000_000)
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)

    assert asked(serve(lambda line: line.sendall(head + bomb))).body == bomb


def test_an_answer_that_drips_for_ever_is_left(serve):
    stop = threading.Event()

    def drip(line):
        line.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        while not stop.wait(0.05):
            line.sendall(b"x")

    began = time.monotonic()
    code = refused(serve(drip), deadline_s=1.0)
    stop.set()

    assert code is Code.HUB_SILENT
    assert time.monotonic() - began < network.STALL_SECONDS


def certificate(tmp_path, name, since, until):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "hub.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize("days", [(-1, 30), (-60, -30), (30, 60)])
def test_a_certificate_that_nobody_vouches_for_is_refused(serve, tmp_path, days):
    now = datetime.now(UTC)
    context = certificate(tmp_path, "hub.example", *(now + timedelta(days=one) for one in days))

    code = refused(serve(lambda line: line.sendall(HEAD + b"Content-Length: 2\r\n\r\n{}"), context))

    assert code in {Code.HUB_UNTRUSTED, Code.CLOCK_WRONG, Code.HUB_NAME_DIFFERS}


def test_something_else_on_the_secure_port_is_no_hub(serve):
    address = serve(lambda line: line.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://portail/\r\n\r\n"))

    assert refused(address.replace("http:", "https:")) is Code.NETWORK_PORTAL
