"""The optional second reader of contracts: any endpoint that speaks chat completions. Off unless it is configured."""
