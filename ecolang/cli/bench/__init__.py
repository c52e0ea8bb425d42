"""How fast the engines are, beside what no engine can beat and beside other libraries, on the same cases."""
