assay help >/dev/full
