"""What holds for every request, whatever its route: limits of connections, origins, keys, media types."""
