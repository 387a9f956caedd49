"""From rows to records, whatever they are about: columns, the guard, places, the ledger, the frame of all readers."""
