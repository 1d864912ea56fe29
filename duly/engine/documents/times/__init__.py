"""Terms of time: when a contract was made, how long it lasts, how it is renewed and ended, when it is paid."""
