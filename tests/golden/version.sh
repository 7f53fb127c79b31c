# Library versions are the machine's, yyjson may be missing, and BLAS be GSL's own.
assay --version | sed 's/ [0-9][0-9a-z.+-]*/ N/g; s/, yyjson N//; s/, openblas N$/, BLAS N/; s/, gslcblas N$/, BLAS N/'
