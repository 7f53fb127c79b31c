# A locale with decimal commas, compiled here, is in force and changes nothing.
localedef -i de_DE -f UTF-8 "$PWD/de_DE.UTF-8"
LOCPATH=$PWD LC_ALL=de_DE.UTF-8
export LOCPATH LC_ALL
env printf '%.1f\n' 0,5
assay help >/dev/null
