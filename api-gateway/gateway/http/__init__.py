"""What holds for every request, whatever its route: limits of connections, origins, HEAD and ranges, media types."""
