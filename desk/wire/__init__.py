"""Wire: what desks and hub say to one another, shared by both, owned by neither. Uses base only.

`merge` is the one rule, pure; `change` is a save of a record and its name; `feeds` are the streams it travels in;
`protocol` the messages; `packing` their bytes; `snapshot` a whole feed at once; `sealed` the file on a stick;
`digest` and `signing` prove that both hold the same and that nobody else wrote it.
"""
