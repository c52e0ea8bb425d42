"""The compiled engine: Python source made from a policy's tables, equal to the reference interpreter field by field."""
