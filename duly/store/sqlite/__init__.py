"""How duly reaches SQLite; Django loads `base`."""
