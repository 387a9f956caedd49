"""The layers of a map, a module each: how it is made of records, its classes, its legend, and how it is drawn on paper."""
