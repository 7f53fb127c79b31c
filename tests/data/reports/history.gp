# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,316 font 'Helvetica,13' linewidth 1
set output 'history.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set logscale y 2
set multiplot
set label 100 '' at screen 0.01316, screen 0.94930 left font ',15' textcolor rgb '#2b2d33'
set arrow 101 from screen 0.03197, screen 0.82304 to screen 0.03197, screen 0.86011 nohead front linewidth 1.6 linecolor rgb '#0072b2'
set label 102 '' at screen 0.03197, screen 0.84157 point pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' front
set label 103 'turning point' at screen 0.06105, screen 0.84157 left textcolor rgb '#2b2d33' front
set arrow 104 from screen 0.20918, screen 0.82715 to screen 0.20918, screen 0.86629 head filled front linewidth 1.6 linecolor rgb '#0072b2'
set label 105 '' at screen 0.20918, screen 0.84157 point pointtype 8 pointsize 0.72 linewidth 1.6 linecolor rgb '#0072b2' front
set label 106 'none so far' at screen 0.23826, screen 0.84157 left textcolor rgb '#2b2d33' front
set arrow 107 from screen 0.37168, screen 0.82304 to screen 0.37168, screen 0.86011 nohead front linewidth 1.6 linecolor rgb '#808086'
set label 108 '90 % interval' at screen 0.40076, screen 0.84157 left textcolor rgb '#2b2d33' front
set label 109 'checkpoint' at screen 0.53413, screen 0.03802 center textcolor rgb '#2b2d33'
set lmargin at screen 0.07616
set rmargin at screen 0.48528
set tmargin at screen 0.70215
set bmargin at screen 0.15209
set label 1 'Math' at screen 0.07616, screen 0.74018 left textcolor rgb '#2b2d33'
set label 2 'n' at screen 0.01579, screen 0.42712 center rotate by 90 textcolor rgb '#2b2d33'
set xrange [-0.5:2.5]
set xtics ('step 100' 0, 'step 200' 1, 'step 300' 2)
set yrange [27.09585:824.856874]
set ytics ('32' 32, '64' 64, '128' 128, '256' 256, '512' 512)
plot 'history.tsv' index 0 using 1:(cut($3,27.09585,824.856874)):(0):(cut($4,27.09585,824.856874)-cut($3,27.09585,824.856874)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 0 using 1:2 with points pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 1 using 1:2:(0):($2*0.3599183178) with vectors head filled linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 1 using 1:2 with points pointtype 8 pointsize 0.96 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
set lmargin at screen 0.58299
set rmargin at screen 0.99211
set tmargin at screen 0.70215
set bmargin at screen 0.15209
set label 1 'Code' at screen 0.58299, screen 0.74018 left textcolor rgb '#2b2d33'
set label 2 'd' at screen 0.52262, screen 0.42712 center rotate by 90 textcolor rgb '#2b2d33'
set xrange [-0.5:2.5]
set xtics ('step 100' 0, 'step 200' 1, 'step 300' 2)
set yrange [27.50016994:617.6301861]
set ytics ('32' 32, '64' 64, '128' 128, '256' 256, '512' 512)
plot 'history.tsv' index 2 using 1:(cut($3,27.50016994,617.6301861)):(0):(cut($4,27.50016994,617.6301861)-cut($3,27.50016994,617.6301861)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 2 using 1:2 with points pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
unset multiplot
