"""The one door for foreign files: each is opened in a process of its own that has no network, no other file and no time without end."""
