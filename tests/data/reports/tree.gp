# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,167 font 'Helvetica,13' linewidth 1
set output 'tree.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
set label 1 'Distances' at screen 0.01316, screen 0.90419 left font ',15' textcolor rgb '#2b2d33'
set lmargin at screen 0.18684
set rmargin at screen 0.97368
set tmargin at screen 0.76048
set bmargin at screen 0.34731
set key at screen 0.01316, screen 0.82036 left top vertical maxcols 1 Left reverse samplen 1.6 spacing 1.2308 textcolor rgb '#2b2d33'
set xlabel 'distance' textcolor rgb '#2b2d33'
set xrange [0:0.5]
set xtics ('0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5)
set yrange [2.5:-0.5]
set ytics font ',13' ('small RM' 0, '50%% of $x_1$ & #2' 1, 'gold' 2)
set grid noytics
plot 'tree.tsv' index 1 using 1:2 with lines linewidth 2.2 linecolor rgb '#0072b2' notitle
