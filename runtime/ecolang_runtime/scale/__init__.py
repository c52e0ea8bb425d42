"""Many cases over many processes or machines: each part of the input read, judged and written by whoever takes it."""
