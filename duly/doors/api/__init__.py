"""The API: every verb and question of the ledger over HTTP, one file a room."""
