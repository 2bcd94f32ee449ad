"""Proof documents: papers that establish a criterion, a contract, a declaration, an exit or a meeting."""
