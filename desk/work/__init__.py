"""Work: what can be done (operations) and asked (queries), one module a room. Uses store; feeds slips and screens."""
