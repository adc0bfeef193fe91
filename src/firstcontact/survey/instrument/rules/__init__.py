"""The validator's rules, one file for each thing that they are about."""
