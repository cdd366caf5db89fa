"""Signatures: Ed25519, over exactly the bytes that travel. The only door to ``cryptography``."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES = 32
SIGNATURE_BYTES = 64


def public_key(secret: bytes) -> bytes:
    """Return the 32 bytes to give to others, from the 32 secret ones (`desk.base.ids.new_secret`)."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(secret: bytes, data: bytes) -> bytes:
    """Return the 64 bytes of the signature of ``data``."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(data)


def is_signed(public: bytes, data: bytes, signature: bytes) -> bool:
    """Return whether the holder of the key ``public`` signed exactly ``data``."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
