"""From assessed areas to classes, colours and patterns, and one MapDocument for every rendering."""
