# Suites of kind trend are read by overopt; nothing that asks a model takes them.
assay ls suites trend
assay ls logs
printf 'step,kl,proxy,gold\n0,0,0,0\n' >log.csv
assay run --suite trend:log.csv --model length
