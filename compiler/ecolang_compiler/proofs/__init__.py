"""Questions about every case at once. Nothing here runs a case: what is said of one counts after its replay."""
