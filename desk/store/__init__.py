"""Store: the desk's file, the private file and the reference cache. The only floor that speaks SQL. Uses domain."""
