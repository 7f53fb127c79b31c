# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,418 font 'Helvetica,13' linewidth 1
set output 'overopt.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set label 100 'Gold and proxy' at screen 0.01316, screen 0.96172 left font ',15' textcolor rgb '#2b2d33'
set arrow 101 from screen 0.03197, screen 0.86639 to screen 0.03197, screen 0.89438 nohead front linewidth 1.6 linecolor rgb '#0072b2'
set label 102 '' at screen 0.03197, screen 0.88038 point pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' front
set label 103 'proxy' at screen 0.06105, screen 0.88038 left textcolor rgb '#2b2d33' front
set arrow 104 from screen 0.01316, screen 0.83254 to screen 0.05079, screen 0.83254 nohead front linewidth 2.4 linecolor rgb '#0072b2' dashtype solid
set label 105 'proxy, d(α − βd)' at screen 0.06105, screen 0.83254 left textcolor rgb '#2b2d33' front
set arrow 106 from screen 0.22629, screen 0.88038 to screen 0.26392, screen 0.88038 nohead front linewidth 2.41 linecolor rgb '#d55e00' dashtype (9,4)
set label 107 '' at screen 0.24511, screen 0.88038 point pointtype 5 pointsize 0.60 linewidth 1.6 linecolor rgb '#d55e00' front
set label 108 'gold_50%' at screen 0.27418, screen 0.88038 left textcolor rgb '#2b2d33' front
set arrow 109 from screen 0.22629, screen 0.83254 to screen 0.26392, screen 0.83254 nohead front linewidth 3 linecolor rgb '#d55e00'
set label 110 '' at screen 0.24511, screen 0.83254 point pointtype 13 pointsize 1.20 linewidth 1.6 linecolor rgb '#d55e00' front
set label 111 'its peak' at screen 0.27418, screen 0.83254 left textcolor rgb '#2b2d33' front
set object 112 rectangle from screen 0.37528, screen 0.86794 to screen 0.41291, screen 0.89282 behind fillcolor rgb '#808086' fillstyle transparent solid 0.22 noborder
set label 113 'gap' at screen 0.42317, screen 0.88038 left textcolor rgb '#2b2d33' front
set arrow 114 from screen 0.37528, screen 0.83254 to screen 0.41291, screen 0.83254 nohead front linewidth 1.8 linecolor rgb '#808086' dashtype (6,4)
set label 115 'no gain' at screen 0.42317, screen 0.83254 left textcolor rgb '#2b2d33' front
set object 116 rectangle from screen 0.50459, screen 0.86794 to screen 0.54222, screen 0.89282 behind fillcolor rgb '#808086' fillstyle transparent solid 0.35 noborder
set label 117 '95 % interval' at screen 0.55249, screen 0.88038 left textcolor rgb '#2b2d33' front
set label 118 'd = √KL, √nats' at screen 0.53413, screen 0.02871 center textcolor rgb '#2b2d33'
set label 119 'reward' at screen 0.01579, screen 0.44976 center rotate by 90 textcolor rgb '#2b2d33'
set lmargin at screen 0.07616
set rmargin at screen 0.99211
set tmargin at screen 0.78469
set bmargin at screen 0.11483
set xrange [0:2.55]
set xtics ('0' 0, '0.5' 0.5, '1' 1, '1.5' 1.5, '2' 2, '2.5' 2.5)
set yrange [0:2.5]
set ytics ('0' 0, '0.5' 0.5, '1' 1, '1.5' 1.5, '2' 2, '2.5' 2.5)
plot 'overopt.tsv' index 2 using 1:(cut($3,0,2.5)):(cut($4,0,2.5)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.18 noborder notitle, \
     'overopt.tsv' index 3 using 1:2:(cut($3,0,2.55)):(cut($4,0,2.55)):(0):(2.5) with boxxyerror linecolor rgb '#d55e00' fillstyle transparent solid 0.12 noborder notitle, \
     'overopt.tsv' index 3 using 1:(0):(0):(2.5) with vectors nohead linewidth 1.2 dashtype (3,3) linecolor rgb '#d55e00' notitle, \
     'overopt.tsv' index 4 using 1:(cut($3,0,2.5)):(cut($4,0,2.5)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.22 noborder notitle, \
     'overopt.tsv' index 5 using 1:2 with lines linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'overopt.tsv' index 1 using 1:2 with lines linewidth 2.4 linecolor rgb '#0072b2' dashtype solid notitle, \
     'overopt.tsv' index 2 using 1:2 with lines linewidth 2.4 linecolor rgb '#d55e00' dashtype (9,4) notitle, \
     'overopt.tsv' index 2 using 1:($6 > 0 ? $2 : NaN) with points pointtype 5 pointsize 0.60 linewidth 1.6 linecolor rgb '#d55e00' notitle, \
     'overopt.tsv' index 0 using 1:(cut($3,0,2.5)):(0):(cut($4,0,2.5)-cut($3,0,2.5)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'overopt.tsv' index 0 using 1:2 with points pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'overopt.tsv' index 3 using 1:2 with points pointtype 13 pointsize 1.92 linecolor rgb '#ffffff' notitle, \
     'overopt.tsv' index 3 using (cut($3,0,2.55)):2:(cut($4,0,2.55)-cut($3,0,2.55)):(0) with vectors nohead linewidth 3 linecolor rgb '#d55e00' notitle, \
     'overopt.tsv' index 3 using 1:2 with points pointtype 13 pointsize 1.32 linewidth 1.6 linecolor rgb '#d55e00' notitle
