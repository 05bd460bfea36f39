"""Network connections that the clients of all brands share."""
