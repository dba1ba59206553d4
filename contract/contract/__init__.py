"""What crosses the queue between the gateway and the worker.

The request, the job's states and meta, error codes, names and the result file; and the settings that parts share.
Knows no web framework, no queue library and no IFC library: both sides import it.
"""
