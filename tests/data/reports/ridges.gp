# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,217 font 'Helvetica,13' linewidth 1
set output 'ridges.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset key
set label 1 'Margins' at screen 0.01316, screen 0.92613 left font ',15' textcolor rgb '#2b2d33'
set lmargin at screen 0.18607
set rmargin at screen 0.96258
set tmargin at screen 0.67682
set bmargin at screen 0.22161
set xrange [-3:3]
set xtics ('−3' -3, '−2.5' -2.5, '−2' -2, '−1.5' -1.5, '−1' -1, '−0.5' -0.5, '0' 0, '0.5' 0.5, '1' 1, '1.5' 1.5, '2' 2, '2.5' 2.5, '3' 3)
set yrange [-1.2:1.7]
unset ytics
set arrow 1 from 0, graph 0 to 0, graph 1 nohead front linewidth 1 dashtype 2 linecolor rgb '#2b2d33'
set label 10 '50% of $x_1$ & #2' at screen 0.17580, screen 0.42918 right font ',13' textcolor rgb '#2b2d33'
set label 11 '25' at screen 0.99474, screen 0.42918 right font ',13' textcolor rgb '#2b2d33'
set label 12 'Overall' at screen 0.17580, screen 0.27221 right font ',13' textcolor rgb '#2b2d33'
set label 13 '8' at screen 0.99474, screen 0.27221 right font ',13' textcolor rgb '#2b2d33'
set object 14 rectangle from screen 0.01316, screen 0.74515 to screen 0.03711, screen 0.79317 fillcolor rgb '#0072b2' fillstyle solid noborder
set label 14 'right' at screen 0.04737, screen 0.76916 left font ',13' textcolor rgb '#2b2d33'
set object 15 rectangle from screen 0.11579, screen 0.74515 to screen 0.13974, screen 0.79317 fillcolor rgb '#d55e00' fillstyle solid noborder
set label 15 'wrong' at screen 0.15000, screen 0.76916 left font ',13' textcolor rgb '#2b2d33'
set label 16 'items' at screen 0.99474, screen 0.76916 right font ',13' textcolor rgb '#2b2d33'
set label 17 'margin' at screen 0.50000, screen 0.05540 center font ',13' textcolor rgb '#2b2d33'
plot 'ridges.tsv' index 0 using 1:(0):(0+1.7*$3) with filledcurves linecolor rgb '#ffffff' fillstyle solid 1.00 noborder notitle, \
     'ridges.tsv' index 0 using ($1 > 0 ? NaN : $1):(0):(0+1.7*$3) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 0 using ($1 < 0 ? NaN : $1):(0):(0+1.7*$3) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 0 using 1:(0+1.7*$3) with lines linewidth 1.2 linecolor rgb '#2b2d33' notitle, \
     'ridges.tsv' index 1 using 1:(-1):(-1+1.7*$3) with filledcurves linecolor rgb '#ffffff' fillstyle solid 1.00 noborder notitle, \
     'ridges.tsv' index 1 using ($1 > 0 ? NaN : $1):(-1):(-1+1.7*$3) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 1 using ($1 < 0 ? NaN : $1):(-1):(-1+1.7*$3) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 1 using 1:(-1+1.7*$3) with lines linewidth 1.2 linecolor rgb '#2b2d33' notitle
