"""What a program's names and conditions are called in a language: for pictures and for sentences."""
