"""What is handed over: notes, packs, atlas, register, brief, tables and geographical files."""
