"""The places where members ask; each turns a reply into its own kind of message."""
