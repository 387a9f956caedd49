"""Use cases of a journey: plan it, route it, look along it, take its debrief."""
