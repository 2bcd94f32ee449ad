"""Files made for tests, by code: nothing binary is kept in the project."""
