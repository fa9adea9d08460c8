"""The interface for systems (接口): what the Python interface does, by HTTP, under ``/api/v1``."""
