# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,464 font 'Helvetica,13' linewidth 1
set output 'calibration.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
set label 1 'Calibration' at screen 0.01316, screen 0.96552 left font ',15' textcolor rgb '#2b2d33'
set lmargin at screen 0.10000
set rmargin at screen 0.54737
set tmargin at screen 0.80603
set bmargin at screen 0.07328
set key at screen 0.01316, screen 0.93534 left top vertical maxcols 1 Left reverse samplen 1.6 spacing 1.2308 textcolor rgb '#2b2d33'
set xrange [0:1]
set xtics 0.2
set yrange [0:1]
set ytics 0.2
plot x with lines dashtype 2 linewidth 1 linecolor rgb '#808086' title 'perfectly calibrated', \
     'calibration.tsv' index 0 using 1:3:4 with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.15 noborder notitle, \
     'calibration.tsv' index 0 using 1:2 with linespoints pointtype 7 pointsize 0.6 linewidth 2 linecolor rgb '#0072b2' notitle
