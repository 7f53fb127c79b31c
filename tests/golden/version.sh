# Library versions are the machine's, and yyjson may be missing.
assay --version | sed 's/ [0-9][0-9a-z.+-]*/ N/g; s/, yyjson N//'
