"""What leaves the program on paper: area note and its relatives."""
