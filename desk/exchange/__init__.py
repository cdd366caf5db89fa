"""Exchange: files of the field in and out: tables, columns, standards. Uses work; knows nothing of screens or the hub."""
