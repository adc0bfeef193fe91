"""What changes the state of registrations and of applications, and nothing else does."""
