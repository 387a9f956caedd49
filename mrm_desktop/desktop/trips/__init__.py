"""The trips workspace: the legs of a trip, what is known along each, and the packs."""
