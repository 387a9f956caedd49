"""What the workspaces have in common: tables, dialogs, messages, background work. It knows none of them."""
