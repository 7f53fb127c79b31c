# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,524 font 'Helvetica,13' linewidth 1
set output 'map.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
set border 3
set label 100 'Distances' at screen 0.01316, screen 0.96948 left font ',15' textcolor rgb '#2b2d33'
set label 101 '' at screen 0.03197, screen 0.90462 point pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' front
set label 102 'reward models' at screen 0.06105, screen 0.90462 left textcolor rgb '#2b2d33' front
set object 103 polygon from screen 0.22561, screen 0.92248 to screen 0.22865, screen 0.91069 to screen 0.23732, screen 0.91014 to screen 0.23052, screen 0.90230 to screen 0.23284, screen 0.89018 to screen 0.22561, screen 0.89712 to screen 0.21837, screen 0.89018 to screen 0.22069, screen 0.90230 to screen 0.21389, screen 0.91014 to screen 0.22256, screen 0.91069 to screen 0.22561, screen 0.92248 front fillcolor rgb '#d55e00' fillstyle solid noborder
set label 104 'gold label' at screen 0.25468, screen 0.90462 left textcolor rgb '#2b2d33' front
set label 105 'distance' at screen 0.51693, screen 0.02289 center textcolor rgb '#2b2d33'
set lmargin at screen 0.04721
set rmargin at screen 0.98666
set tmargin at screen 0.86647
set bmargin at screen 0.09156
set xrange [-0.08:1.08]
set xtics ('0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1' 1)
set yrange [-0.08:0.58]
set ytics ('0' 0, '0.5' 0.5)
set label 1000 'gold' at screen 0.53217, screen 0.77254 left font ',11.44' front textcolor rgb '#2b2d33'
set label 1001 'small RM' at screen 0.12031, screen 0.18549 left font ',11.44' front textcolor rgb '#2b2d33'
set label 1002 '50% of $x_1$ & #2' at screen 0.91356, screen 0.47902 right font ',11.44' front textcolor rgb '#2b2d33'
set label 1003 'gold' at screen 0.93018, screen 0.49076 left font ',11.44' front textcolor rgb '#2b2d33'
set object 1402 polygon from screen 0.51693, screen 0.79040 to screen 0.51997, screen 0.77861 to screen 0.52865, screen 0.77806 to screen 0.52185, screen 0.77023 to screen 0.52417, screen 0.75810 to screen 0.51693, screen 0.76504 to screen 0.50970, screen 0.75810 to screen 0.51201, screen 0.77023 to screen 0.50522, screen 0.77806 to screen 0.51389, screen 0.77861 to screen 0.51693, screen 0.79040 front fillcolor rgb '#d55e00' fillstyle solid noborder
plot 'map.tsv' index 0 using 1:2 with points pointtype 7 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'map.tsv' index 1 using 1:2 with points pointtype 5 pointsize 0.00 linewidth 1.6 linecolor rgb '#d55e00' notitle
