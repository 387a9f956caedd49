"""What a sample says: estimates with the error that its design gives them, intervals, and differences beyond chance. Numbers only."""
