# The linear model: trained twice to the same bytes, and what it refuses.
assay train-linear --size 10 --epochs 2 --bits 14 --output one
assay train-linear --size 10 --epochs 2 --bits 14 --output two >/dev/null
cmp one two
assay train-linear --size 10 --epochs 2 --bits 14 --seed 5 --output two >/dev/null
cmp -s one two || echo "another seed, other weights"
head -1 one | wc -c
wc -c <one
assay train-linear --size 2 || echo "status $?"
assay train-linear --size 2 --output nowhere/w || echo "status $?"
assay train-linear --suite xyzzyx --output w || echo "status $?"
assay train-linear --size 1 --limit 5 --output w || echo "status $?"
ls
