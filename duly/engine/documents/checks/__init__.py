"""What two passages say that cannot both be true."""
