"""Answer in place: a short form for each unknown, wherever it is named, and the call sheet of what to find out."""
