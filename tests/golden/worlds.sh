# Generators of worlds, and the kind of what is compared there; nothing that asks a model takes it.
assay ls worlds
assay ls worlds chain
assay ls worlds gird || :
assay ls suites mdp
assay ls suites cliff-walking
assay distance --suite cliff-walking | sed -n '1,13p'
assay run --suite mdp:world.json --model length
