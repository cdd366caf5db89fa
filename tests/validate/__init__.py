"""Exports judged by others' tools, on the real files of the field: a separate, heavy command."""
