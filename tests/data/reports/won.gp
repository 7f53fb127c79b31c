# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,246 font 'Helvetica,13' linewidth 1
set output 'won.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset grid
unset border
unset key
set label 1 'Flips' at screen 0.01316, screen 0.93496 left font ',15' textcolor rgb '#2b2d33'
n(s) = s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.5 ? 0.0 : x
f(x) = gprintf('%.0f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.31333
set rmargin at screen 0.64688
set tmargin at screen 0.83740
set bmargin at screen 0.20325
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set xtics ('A' 0, 'B' 1, 'C' 2)
set ytics ('A' 0, 'B' 1, 'C' 2)
set label 10 'not right' at screen 0.48011, screen 0.07520 center textcolor rgb '#2b2d33'
set label 11 'right' at screen 0.27188, screen 0.52033 center rotate by 90 textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.66399, screen 0.20325 to screen 0.68109, screen 0.83740 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 13 rectangle from screen 0.66399, screen 0.22307 to screen 0.68109, screen 0.83740 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 14 rectangle from screen 0.66399, screen 0.24289 to screen 0.68109, screen 0.83740 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 15 rectangle from screen 0.66399, screen 0.26270 to screen 0.68109, screen 0.83740 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 16 rectangle from screen 0.66399, screen 0.28252 to screen 0.68109, screen 0.83740 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 17 rectangle from screen 0.66399, screen 0.30234 to screen 0.68109, screen 0.83740 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 18 rectangle from screen 0.66399, screen 0.32215 to screen 0.68109, screen 0.83740 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 19 rectangle from screen 0.66399, screen 0.34197 to screen 0.68109, screen 0.83740 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 20 rectangle from screen 0.66399, screen 0.36179 to screen 0.68109, screen 0.83740 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 21 rectangle from screen 0.66399, screen 0.38161 to screen 0.68109, screen 0.83740 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 22 rectangle from screen 0.66399, screen 0.40142 to screen 0.68109, screen 0.83740 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 23 rectangle from screen 0.66399, screen 0.42124 to screen 0.68109, screen 0.83740 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 24 rectangle from screen 0.66399, screen 0.44106 to screen 0.68109, screen 0.83740 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 25 rectangle from screen 0.66399, screen 0.46087 to screen 0.68109, screen 0.83740 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 26 rectangle from screen 0.66399, screen 0.48069 to screen 0.68109, screen 0.83740 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 27 rectangle from screen 0.66399, screen 0.50051 to screen 0.68109, screen 0.83740 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 28 rectangle from screen 0.66399, screen 0.52033 to screen 0.68109, screen 0.83740 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 29 rectangle from screen 0.66399, screen 0.54014 to screen 0.68109, screen 0.83740 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 30 rectangle from screen 0.66399, screen 0.55996 to screen 0.68109, screen 0.83740 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 31 rectangle from screen 0.66399, screen 0.57978 to screen 0.68109, screen 0.83740 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 32 rectangle from screen 0.66399, screen 0.59959 to screen 0.68109, screen 0.83740 fillcolor rgb '#237db6' fillstyle solid noborder
set object 33 rectangle from screen 0.66399, screen 0.61941 to screen 0.68109, screen 0.83740 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 34 rectangle from screen 0.66399, screen 0.63923 to screen 0.68109, screen 0.83740 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 35 rectangle from screen 0.66399, screen 0.65904 to screen 0.68109, screen 0.83740 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 36 rectangle from screen 0.66399, screen 0.67886 to screen 0.68109, screen 0.83740 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 37 rectangle from screen 0.66399, screen 0.69868 to screen 0.68109, screen 0.83740 fillcolor rgb '#005e98' fillstyle solid noborder
set object 38 rectangle from screen 0.66399, screen 0.71850 to screen 0.68109, screen 0.83740 fillcolor rgb '#00588f' fillstyle solid noborder
set object 39 rectangle from screen 0.66399, screen 0.73831 to screen 0.68109, screen 0.83740 fillcolor rgb '#005387' fillstyle solid noborder
set object 40 rectangle from screen 0.66399, screen 0.75813 to screen 0.68109, screen 0.83740 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 41 rectangle from screen 0.66399, screen 0.77795 to screen 0.68109, screen 0.83740 fillcolor rgb '#004777' fillstyle solid noborder
set object 42 rectangle from screen 0.66399, screen 0.79776 to screen 0.68109, screen 0.83740 fillcolor rgb '#00426e' fillstyle solid noborder
set object 43 rectangle from screen 0.66399, screen 0.81758 to screen 0.68109, screen 0.83740 fillcolor rgb '#003c66' fillstyle solid noborder
set label 44 '0' at screen 0.68793, screen 0.20325 left textcolor rgb '#2b2d33'
set label 45 '10' at screen 0.68793, screen 0.41463 left textcolor rgb '#2b2d33'
set label 46 '20' at screen 0.68793, screen 0.62602 left textcolor rgb '#2b2d33'
set label 47 '30' at screen 0.68793, screen 0.83740 left textcolor rgb '#2b2d33'
set label 48 'items' at screen 0.72812, screen 0.52033 center rotate by 90 textcolor rgb '#2b2d33'
plot 'won.tsv' index 0 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'won.tsv' index 0 using 1:($2+0):(v($3)):7 with labels font ',13' textcolor rgb variable notitle
