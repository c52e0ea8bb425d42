"""What the compiler finds in a policy that can be read, one check a file."""
