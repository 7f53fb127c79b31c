# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,318 font 'Helvetica,13' linewidth 1
set output 'nights.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set multiplot
set label 100 'Accuracy' at screen 0.01316, screen 0.94962 left font ',15' textcolor rgb '#2b2d33'
set object 101 rectangle from screen 0.01316, screen 0.82620 to screen 0.05079, screen 0.85894 behind fillcolor rgb '#808086' fillstyle transparent solid 0.22 noborder
set label 102 'what the gate lets pass' at screen 0.06105, screen 0.84257 left textcolor rgb '#2b2d33' front
set arrow 103 from screen 0.03197, screen 0.76118 to screen 0.03197, screen 0.79802 nohead front linewidth 1.6 linecolor rgb '#0072b2'
set label 104 '' at screen 0.03197, screen 0.77960 point pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' front
set label 105 'B-27B' at screen 0.06105, screen 0.77960 left textcolor rgb '#2b2d33' front
set arrow 106 from screen 0.28034, screen 0.84257 to screen 0.31797, screen 0.84257 nohead front linewidth 2.4 linecolor rgb '#d55e00' dashtype solid
set label 107 'level' at screen 0.32824, screen 0.84257 left textcolor rgb '#2b2d33' front
set arrow 108 from screen 0.29916, screen 0.75708 to screen 0.29916, screen 0.80211 nohead front linewidth 1.2 dashtype (3,3) linecolor rgb '#2b2d33'
set label 109 'change point' at screen 0.32824, screen 0.77960 left textcolor rgb '#2b2d33' front
set object 110 rectangle from screen 0.45841, screen 0.82620 to screen 0.49604, screen 0.85894 behind fillcolor rgb '#808086' fillstyle transparent solid 0.35 noborder
set label 111 '95 % interval' at screen 0.50630, screen 0.84257 left textcolor rgb '#2b2d33' front
set label 112 'accuracy, %' at screen 0.01579, screen 0.36776 center rotate by 90 textcolor rgb '#2b2d33'
set lmargin at screen 0.06726
set rmargin at screen 0.48061
set tmargin at screen 0.64106
set bmargin at screen 0.09446
set label 1 'Math' at screen 0.06726, screen 0.67884 left textcolor rgb '#2b2d33'
set xrange [1767166848:1767716352]
set xtics ('1 Jan 2026' 1767225600, '3 Jan' 1767398400, '5 Jan' 1767571200)
set yrange [62:74]
set ytics ('62' 62, '64' 64, '66' 66, '68' 68, '70' 70, '72' 72, '74' 74)
plot 'nights.tsv' index 0 using 1:(cut($3,62,74)):(cut($4,62,74)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.22 noborder notitle, \
     'nights.tsv' index 3 using 1:(62):(0):(12) with vectors nohead linewidth 1.2 dashtype (3,3) linecolor rgb '#2b2d33' notitle, \
     'nights.tsv' index 2 using 1:2 with lines linewidth 2.4 linecolor rgb '#d55e00' dashtype solid notitle, \
     'nights.tsv' index 1 using 1:(cut($3,62,74)):(0):(cut($4,62,74)-cut($3,62,74)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'nights.tsv' index 1 using 1:2 with points pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
set lmargin at screen 0.54218
set rmargin at screen 0.95553
set tmargin at screen 0.64106
set bmargin at screen 0.09446
set label 1 'Coding' at screen 0.54218, screen 0.67884 left textcolor rgb '#2b2d33'
set xrange [1767166848:1767716352]
set xtics ('1 Jan 2026' 1767225600, '3 Jan' 1767398400, '5 Jan' 1767571200)
set yrange [62:74]
set ytics ('' 62, '' 64, '' 66, '' 68, '' 70, '' 72, '' 74)
plot 'nights.tsv' index 4 using 1:(cut($3,62,74)):(cut($4,62,74)) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.18 noborder notitle, \
     'nights.tsv' index 4 using 1:2 with lines linewidth 2.4 linecolor rgb '#0072b2' dashtype (9,4) notitle, \
     'nights.tsv' index 4 using 1:($6 > 0 ? $2 : NaN) with points pointtype 7 pointsize 0.60 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
unset multiplot
