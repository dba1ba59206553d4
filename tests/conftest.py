"""Settings of the test run itself."""

from hypothesis import settings

# The same examples every time: a test that fails for one developer fails for all.
settings.register_profile("project", derandomize=True, deadline=None)
settings.load_profile("project")
