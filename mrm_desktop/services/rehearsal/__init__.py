"""Use cases of practice: exercises and blind rating."""
