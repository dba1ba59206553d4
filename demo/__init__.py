"""The service's main job on real input: a house, its revision, and a client that has them compared."""
