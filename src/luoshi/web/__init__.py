"""The ledger over HTTP: signing in, the API, and the pages around both."""
