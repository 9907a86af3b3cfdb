"""The ledger: commitments, who answers for them, what was filed, and a journal of every act."""
