"""Sheets given back to the field, each in the form that a standard asks. What cannot be valid is told, not dropped."""
