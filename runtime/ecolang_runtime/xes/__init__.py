"""Event logs in XES, the format of process mining: read as a stream, and told as a policy's events by a map."""
