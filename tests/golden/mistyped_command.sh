assay hepl
