# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,410 font 'Helvetica,13' linewidth 1
set output 'margins.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
set label 1 'Margins' at screen 0.01316, screen 0.96098 left font ',15' textcolor rgb '#2b2d33'
set lmargin at screen 0.11579
set rmargin at screen 0.96842
set tmargin at screen 0.73171
set bmargin at screen 0.14634
set key at screen 0.01316, screen 0.92683 left top vertical maxcols 1 Left reverse samplen 1.6 spacing 1.2308 textcolor rgb '#2b2d33'
set xlabel 'margin' textcolor rgb '#2b2d33'
set ylabel 'items' textcolor rgb '#2b2d33'
set xrange [-6:6]
set yrange [0:40]
set ytics 10
set arrow 1 from 0, graph 0 to 0, graph 1 nohead front linewidth 1 dashtype 2 linecolor rgb '#2b2d33'
plot 'margins.tsv' index 0 using 1:5:2:3:4:5 with boxxyerror linecolor rgb '#0072b2' title 'correct', \
     'margins.tsv' index 1 using 1:5:2:3:4:5 with boxxyerror linecolor rgb '#d55e00' title 'wrong', \
     'margins.tsv' index 2 using 1:5:2:3:4:5 with boxxyerror linecolor rgb '#808086' title 'tied'
