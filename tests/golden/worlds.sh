# Generators of worlds, and the kind of what is compared there; nothing that asks a model takes it.
assay ls worlds
assay ls worlds chain
assay ls worlds gird || :
assay ls suites mdp
assay run --suite mdp:world.json --model length
