"""Public data: data sets and how they stand, their lineage, who got at them, their assessment, papers and proofs."""
