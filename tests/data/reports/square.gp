# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,424 font 'Helvetica,13' linewidth 1
set output 'square.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set label 100 'ROC' at screen 0.01316, screen 0.96226 left font ',15' textcolor rgb '#2b2d33'
set arrow 101 from screen 0.55247, screen 0.88208 to screen 0.59011, screen 0.88208 nohead front linewidth 2.4 linecolor rgb '#0072b2' dashtype solid
set label 102 'A model with quite a …eside it (AUC 0.7500)' at screen 0.60037, screen 0.88208 left textcolor rgb '#2b2d33' front
set arrow 103 from screen 0.55247, screen 0.83491 to screen 0.59011, screen 0.83491 nohead front linewidth 1.8 linecolor rgb '#808086' dashtype (6,4)
set label 104 'chance' at screen 0.60037, screen 0.83491 left textcolor rgb '#2b2d33' front
set label 105 'wrong' at screen 0.29721, screen 0.02830 center textcolor rgb '#2b2d33'
set label 106 'right' at screen 0.01579, screen 0.50943 center rotate by 90 textcolor rgb '#2b2d33'
set lmargin at screen 0.07616
set rmargin at screen 0.51826
set tmargin at screen 0.90566
set bmargin at screen 0.11321
set xrange [0:1]
set xtics ('0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1' 1)
set yrange [0:1]
set ytics ('0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1' 1)
plot 'square.tsv' index 1 using 1:2 with lines linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'square.tsv' index 0 using 1:2 with lines linewidth 2.4 linecolor rgb '#0072b2' dashtype solid notitle
