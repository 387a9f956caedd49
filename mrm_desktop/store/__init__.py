"""Tables, repositories, unit of work and migrations of the encrypted project file."""
