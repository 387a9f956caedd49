"""What keeps a project safe and takes both its file and its keys: restoring, new keys, the recovery sheet, trying a backup out."""
