"""Base: things with no opinion about libraries. Uses nothing of ours; every other floor may use it."""
