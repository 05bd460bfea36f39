"""What employees ask to be put right, and who decides."""
