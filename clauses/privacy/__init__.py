"""What the law gives to people about their own data: everything held on them, readable."""
