"""Whether everybody can use the portal: the statement, and the barriers that people report."""
