"""Files of our own forms: facts, scenarios, exercises, country packs."""
