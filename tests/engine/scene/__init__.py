"""Tests of the scene: the binary glTF file that a finished result is shown by."""
