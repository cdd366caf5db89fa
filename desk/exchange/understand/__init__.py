"""From a row of a file to the fields of a sheet, by their names in the record. One file for each family of layouts."""
