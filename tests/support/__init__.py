"""What several lanes of tests share: the running stack, models made on the spot, the real ones where they are."""
