"""Events to the endpoints of others: signed, retried, and never to a machine inside."""
