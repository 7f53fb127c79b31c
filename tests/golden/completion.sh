# What bash offers behind assay, from the tables of the program; a shell that is not known is refused.
bash -c '
source <(assay completion bash)
mkdir -p there && : >there.yaml
offers() {
    COMP_WORDS=(assay "$@") COMP_CWORD=$#
    _assay
    echo "$*| ${COMPREPLY[*]}"
}
offers l
offers help tr
offers report --fo
offers report --size ""
offers agree --format m
offers agree --format = m
offers data pu
offers run --model gg
offers run --suite rewardbe
offers run --suite ./th
offers run --output the
offers run --limit ""
offers show the
'
assay completion tcsh && exit 1
assay completion
