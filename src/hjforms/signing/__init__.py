"""Signing (电子签名、签章): a key, the place where the paper is sealed, and the update that is added to the file."""
