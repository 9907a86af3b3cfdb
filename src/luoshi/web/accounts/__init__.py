"""Accounts: who may sign in as which person of the ledger, by password, second factor, provider or token."""
