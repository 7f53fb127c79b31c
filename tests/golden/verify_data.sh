# A file is whole, differs, or is missing; a set without files passes; names are suggested.
mkdir -p d/hh_rlhf d/xstest
echo text >d/hh_rlhf/test.jsonl.gz
assay data path --data-dir d hh-rlhf xstest
assay data --data-dir d | sed -n '1p; /^hh-rlhf/p; /^hhh/p; $p'
assay data verify --data-dir d || echo "status $?"
assay data verify --data-dir d hh-rlhf xstest || echo "status $?"
assay data verify --data-dir d hh-rlfh || echo "status $?"
assay data pth --data-dir d || echo "status $?"
assay data remove --data-dir d || echo "status $?"
assay data path --data-dir d || echo "status $?"
assay data ls --data-dir d hhh || echo "status $?"
HOME='' XDG_DATA_HOME='' assay data path hhh || echo "status $?"
XDG_DATA_HOME=/x assay data path hhh
ASSAY_DATA=/y XDG_DATA_HOME=/x assay data path hhh
mkdir -p e/hh_rlhf/test.jsonl.gz e/xstest
assay data verify --data-dir e hh-rlhf || echo "status $?"
