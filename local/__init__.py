"""The stack without Docker: the four parts on one machine, each the real thing in a process of its own."""
