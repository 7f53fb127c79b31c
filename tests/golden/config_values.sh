# A value of a configuration that an option cannot take is told with its place; a folder without a run too.
printf 'model: length\nsuite: core\njobs: many\n' >bad.yaml
assay run --config bad.yaml || echo "status $?"
assay run --config bad.yaml --jobs=few || echo "status $?"
mkdir none
assay run --resume none || echo "status $?"
