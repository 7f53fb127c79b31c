# Qwen2.5-Math's own example: rm@n, maj@n, pass@n and mean@n of the first n as its script prints them, and beside
# them the means over all choices of n.
assay bon --suite qwen25math-bon --rule first-n
