"""Names, conditions and citations of a policy's tree, turned into what they mean."""
