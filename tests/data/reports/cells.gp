# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,366 font 'Helvetica,13' linewidth 1
set output 'cells.svg'
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
set multiplot
set label 1 'Distances' at screen 0.01316, screen 0.95628 left font ',15' textcolor rgb '#2b2d33'
n(s) = s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.005 ? 0.0 : x
f(x) = gprintf('%.2f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.18607
set rmargin at screen 0.37776
set tmargin at screen 0.81967
set bmargin at screen 0.42161
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set xtics rotate by 40 right ('small RM' 0, '50%% of $x_1$ & #2' 1, 'gold' 2)
set ytics ('small RM' 0, '50%% of $x_1$ & #2' 1, 'gold' 2)
set label 10 'STARC' at screen 0.18607, screen 0.85792 left textcolor rgb '#2b2d33'
set label 11 'distance' at screen 0.28191, screen 0.11717 center textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.39487, screen 0.42161 to screen 0.41197, screen 0.81967 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 13 rectangle from screen 0.39487, screen 0.43405 to screen 0.41197, screen 0.81967 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 14 rectangle from screen 0.39487, screen 0.44649 to screen 0.41197, screen 0.81967 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 15 rectangle from screen 0.39487, screen 0.45893 to screen 0.41197, screen 0.81967 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 16 rectangle from screen 0.39487, screen 0.47137 to screen 0.41197, screen 0.81967 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 17 rectangle from screen 0.39487, screen 0.48381 to screen 0.41197, screen 0.81967 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 18 rectangle from screen 0.39487, screen 0.49625 to screen 0.41197, screen 0.81967 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 19 rectangle from screen 0.39487, screen 0.50869 to screen 0.41197, screen 0.81967 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 20 rectangle from screen 0.39487, screen 0.52113 to screen 0.41197, screen 0.81967 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 21 rectangle from screen 0.39487, screen 0.53357 to screen 0.41197, screen 0.81967 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 22 rectangle from screen 0.39487, screen 0.54601 to screen 0.41197, screen 0.81967 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 23 rectangle from screen 0.39487, screen 0.55845 to screen 0.41197, screen 0.81967 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 24 rectangle from screen 0.39487, screen 0.57088 to screen 0.41197, screen 0.81967 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 25 rectangle from screen 0.39487, screen 0.58332 to screen 0.41197, screen 0.81967 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 26 rectangle from screen 0.39487, screen 0.59576 to screen 0.41197, screen 0.81967 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 27 rectangle from screen 0.39487, screen 0.60820 to screen 0.41197, screen 0.81967 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 28 rectangle from screen 0.39487, screen 0.62064 to screen 0.41197, screen 0.81967 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 29 rectangle from screen 0.39487, screen 0.63308 to screen 0.41197, screen 0.81967 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 30 rectangle from screen 0.39487, screen 0.64552 to screen 0.41197, screen 0.81967 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 31 rectangle from screen 0.39487, screen 0.65796 to screen 0.41197, screen 0.81967 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 32 rectangle from screen 0.39487, screen 0.67040 to screen 0.41197, screen 0.81967 fillcolor rgb '#237db6' fillstyle solid noborder
set object 33 rectangle from screen 0.39487, screen 0.68284 to screen 0.41197, screen 0.81967 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 34 rectangle from screen 0.39487, screen 0.69528 to screen 0.41197, screen 0.81967 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 35 rectangle from screen 0.39487, screen 0.70772 to screen 0.41197, screen 0.81967 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 36 rectangle from screen 0.39487, screen 0.72016 to screen 0.41197, screen 0.81967 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 37 rectangle from screen 0.39487, screen 0.73260 to screen 0.41197, screen 0.81967 fillcolor rgb '#005e98' fillstyle solid noborder
set object 38 rectangle from screen 0.39487, screen 0.74504 to screen 0.41197, screen 0.81967 fillcolor rgb '#00588f' fillstyle solid noborder
set object 39 rectangle from screen 0.39487, screen 0.75748 to screen 0.41197, screen 0.81967 fillcolor rgb '#005387' fillstyle solid noborder
set object 40 rectangle from screen 0.39487, screen 0.76991 to screen 0.41197, screen 0.81967 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 41 rectangle from screen 0.39487, screen 0.78235 to screen 0.41197, screen 0.81967 fillcolor rgb '#004777' fillstyle solid noborder
set object 42 rectangle from screen 0.39487, screen 0.79479 to screen 0.41197, screen 0.81967 fillcolor rgb '#00426e' fillstyle solid noborder
set object 43 rectangle from screen 0.39487, screen 0.80723 to screen 0.41197, screen 0.81967 fillcolor rgb '#003c66' fillstyle solid noborder
set label 44 '0' at screen 0.41882, screen 0.42161 left textcolor rgb '#2b2d33'
set label 45 '0.1' at screen 0.41882, screen 0.50122 left textcolor rgb '#2b2d33'
set label 46 '0.2' at screen 0.41882, screen 0.58084 left textcolor rgb '#2b2d33'
set label 47 '0.3' at screen 0.41882, screen 0.66045 left textcolor rgb '#2b2d33'
set label 48 '0.4' at screen 0.41882, screen 0.74006 left textcolor rgb '#2b2d33'
set label 49 '0.5' at screen 0.41882, screen 0.81967 left textcolor rgb '#2b2d33'
set label 50 'distance' at screen 0.46447, screen 0.62064 center rotate by 90 textcolor rgb '#2b2d33'
set object 51 rectangle from screen 0.00526, screen 0.05078 to screen 0.02237, screen 0.08630 fillstyle empty border linecolor rgb '#808086'
set arrow 52 from screen 0.00526, screen 0.05078 to screen 0.02237, screen 0.08630 nohead linecolor rgb '#808086'
set label 53 'undefined' at screen 0.03092, screen 0.06854 left textcolor rgb '#2b2d33'
plot 'cells.tsv' index 0 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'cells.tsv' index 1 using ($1-0.45):($2+0.45):(0.9):(-0.9) with vectors nohead linewidth 1 linecolor rgb '#808086' notitle, \
     'cells.tsv' index 0 using 1:($2-0.1109):(v($3)):7 with labels font ',13' textcolor rgb variable notitle, \
     'cells.tsv' index 0 using ($4 <= $5 ? $1 : NaN):($2+0.166):(r($4, $5)):7 with labels font ',8.289' textcolor rgb variable notitle
unset label
unset object
unset arrow
n(s) = s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.005 ? 0.0 : x
f(x) = gprintf('%.2f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.68607
set rmargin at screen 0.87776
set tmargin at screen 0.81967
set bmargin at screen 0.42161
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set xtics rotate by 40 right ('small RM' 0, '50%% of $x_1$ & #2' 1, 'gold' 2)
set ytics ('small RM' 0, '50%% of $x_1$ & #2' 1, 'gold' 2)
set label 10 'Pearson' at screen 0.68607, screen 0.85792 left textcolor rgb '#2b2d33'
set label 11 'distance' at screen 0.78191, screen 0.11717 center textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.89487, screen 0.42161 to screen 0.91197, screen 0.81967 fillcolor rgb '#642800' fillstyle solid noborder
set object 13 rectangle from screen 0.89487, screen 0.42783 to screen 0.91197, screen 0.81967 fillcolor rgb '#6c2d01' fillstyle solid noborder
set object 14 rectangle from screen 0.89487, screen 0.43405 to screen 0.91197, screen 0.81967 fillcolor rgb '#743102' fillstyle solid noborder
set object 15 rectangle from screen 0.89487, screen 0.44027 to screen 0.91197, screen 0.81967 fillcolor rgb '#7c3602' fillstyle solid noborder
set object 16 rectangle from screen 0.89487, screen 0.44649 to screen 0.91197, screen 0.81967 fillcolor rgb '#853a03' fillstyle solid noborder
set object 17 rectangle from screen 0.89487, screen 0.45271 to screen 0.91197, screen 0.81967 fillcolor rgb '#8d3f04' fillstyle solid noborder
set object 18 rectangle from screen 0.89487, screen 0.45893 to screen 0.91197, screen 0.81967 fillcolor rgb '#954305' fillstyle solid noborder
set object 19 rectangle from screen 0.89487, screen 0.46515 to screen 0.91197, screen 0.81967 fillcolor rgb '#9d4805' fillstyle solid noborder
set object 20 rectangle from screen 0.89487, screen 0.47137 to screen 0.91197, screen 0.81967 fillcolor rgb '#a54d08' fillstyle solid noborder
set object 21 rectangle from screen 0.89487, screen 0.47759 to screen 0.91197, screen 0.81967 fillcolor rgb '#ac540f' fillstyle solid noborder
set object 22 rectangle from screen 0.89487, screen 0.48381 to screen 0.91197, screen 0.81967 fillcolor rgb '#b35b17' fillstyle solid noborder
set object 23 rectangle from screen 0.89487, screen 0.49003 to screen 0.91197, screen 0.81967 fillcolor rgb '#ba621e' fillstyle solid noborder
set object 24 rectangle from screen 0.89487, screen 0.49625 to screen 0.91197, screen 0.81967 fillcolor rgb '#c16925' fillstyle solid noborder
set object 25 rectangle from screen 0.89487, screen 0.50247 to screen 0.91197, screen 0.81967 fillcolor rgb '#c8702d' fillstyle solid noborder
set object 26 rectangle from screen 0.89487, screen 0.50869 to screen 0.91197, screen 0.81967 fillcolor rgb '#cf7734' fillstyle solid noborder
set object 27 rectangle from screen 0.89487, screen 0.51491 to screen 0.91197, screen 0.81967 fillcolor rgb '#d67e3b' fillstyle solid noborder
set object 28 rectangle from screen 0.89487, screen 0.52113 to screen 0.91197, screen 0.81967 fillcolor rgb '#dc8544' fillstyle solid noborder
set object 29 rectangle from screen 0.89487, screen 0.52735 to screen 0.91197, screen 0.81967 fillcolor rgb '#df8c4e' fillstyle solid noborder
set object 30 rectangle from screen 0.89487, screen 0.53357 to screen 0.91197, screen 0.81967 fillcolor rgb '#e29357' fillstyle solid noborder
set object 31 rectangle from screen 0.89487, screen 0.53979 to screen 0.91197, screen 0.81967 fillcolor rgb '#e69a61' fillstyle solid noborder
set object 32 rectangle from screen 0.89487, screen 0.54601 to screen 0.91197, screen 0.81967 fillcolor rgb '#e9a26b' fillstyle solid noborder
set object 33 rectangle from screen 0.89487, screen 0.55223 to screen 0.91197, screen 0.81967 fillcolor rgb '#eca974' fillstyle solid noborder
set object 34 rectangle from screen 0.89487, screen 0.55845 to screen 0.91197, screen 0.81967 fillcolor rgb '#f0b07e' fillstyle solid noborder
set object 35 rectangle from screen 0.89487, screen 0.56466 to screen 0.91197, screen 0.81967 fillcolor rgb '#f3b788' fillstyle solid noborder
set object 36 rectangle from screen 0.89487, screen 0.57088 to screen 0.91197, screen 0.81967 fillcolor rgb '#f5bf93' fillstyle solid noborder
set object 37 rectangle from screen 0.89487, screen 0.57710 to screen 0.91197, screen 0.81967 fillcolor rgb '#f6c69f' fillstyle solid noborder
set object 38 rectangle from screen 0.89487, screen 0.58332 to screen 0.91197, screen 0.81967 fillcolor rgb '#f7cdac' fillstyle solid noborder
set object 39 rectangle from screen 0.89487, screen 0.58954 to screen 0.91197, screen 0.81967 fillcolor rgb '#f8d5b8' fillstyle solid noborder
set object 40 rectangle from screen 0.89487, screen 0.59576 to screen 0.91197, screen 0.81967 fillcolor rgb '#f9dcc4' fillstyle solid noborder
set object 41 rectangle from screen 0.89487, screen 0.60198 to screen 0.91197, screen 0.81967 fillcolor rgb '#fae3d0' fillstyle solid noborder
set object 42 rectangle from screen 0.89487, screen 0.60820 to screen 0.91197, screen 0.81967 fillcolor rgb '#fbebdd' fillstyle solid noborder
set object 43 rectangle from screen 0.89487, screen 0.61442 to screen 0.91197, screen 0.81967 fillcolor rgb '#fcf2e9' fillstyle solid noborder
set object 44 rectangle from screen 0.89487, screen 0.62064 to screen 0.91197, screen 0.81967 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 45 rectangle from screen 0.89487, screen 0.62686 to screen 0.91197, screen 0.81967 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 46 rectangle from screen 0.89487, screen 0.63308 to screen 0.91197, screen 0.81967 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 47 rectangle from screen 0.89487, screen 0.63930 to screen 0.91197, screen 0.81967 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 48 rectangle from screen 0.89487, screen 0.64552 to screen 0.91197, screen 0.81967 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 49 rectangle from screen 0.89487, screen 0.65174 to screen 0.91197, screen 0.81967 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 50 rectangle from screen 0.89487, screen 0.65796 to screen 0.91197, screen 0.81967 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 51 rectangle from screen 0.89487, screen 0.66418 to screen 0.91197, screen 0.81967 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 52 rectangle from screen 0.89487, screen 0.67040 to screen 0.91197, screen 0.81967 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 53 rectangle from screen 0.89487, screen 0.67662 to screen 0.91197, screen 0.81967 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 54 rectangle from screen 0.89487, screen 0.68284 to screen 0.91197, screen 0.81967 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 55 rectangle from screen 0.89487, screen 0.68906 to screen 0.91197, screen 0.81967 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 56 rectangle from screen 0.89487, screen 0.69528 to screen 0.91197, screen 0.81967 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 57 rectangle from screen 0.89487, screen 0.70150 to screen 0.91197, screen 0.81967 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 58 rectangle from screen 0.89487, screen 0.70772 to screen 0.91197, screen 0.81967 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 59 rectangle from screen 0.89487, screen 0.71394 to screen 0.91197, screen 0.81967 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 60 rectangle from screen 0.89487, screen 0.72016 to screen 0.91197, screen 0.81967 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 61 rectangle from screen 0.89487, screen 0.72638 to screen 0.91197, screen 0.81967 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 62 rectangle from screen 0.89487, screen 0.73260 to screen 0.91197, screen 0.81967 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 63 rectangle from screen 0.89487, screen 0.73882 to screen 0.91197, screen 0.81967 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 64 rectangle from screen 0.89487, screen 0.74504 to screen 0.91197, screen 0.81967 fillcolor rgb '#237db6' fillstyle solid noborder
set object 65 rectangle from screen 0.89487, screen 0.75126 to screen 0.91197, screen 0.81967 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 66 rectangle from screen 0.89487, screen 0.75748 to screen 0.91197, screen 0.81967 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 67 rectangle from screen 0.89487, screen 0.76369 to screen 0.91197, screen 0.81967 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 68 rectangle from screen 0.89487, screen 0.76991 to screen 0.91197, screen 0.81967 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 69 rectangle from screen 0.89487, screen 0.77613 to screen 0.91197, screen 0.81967 fillcolor rgb '#005e98' fillstyle solid noborder
set object 70 rectangle from screen 0.89487, screen 0.78235 to screen 0.91197, screen 0.81967 fillcolor rgb '#00588f' fillstyle solid noborder
set object 71 rectangle from screen 0.89487, screen 0.78857 to screen 0.91197, screen 0.81967 fillcolor rgb '#005387' fillstyle solid noborder
set object 72 rectangle from screen 0.89487, screen 0.79479 to screen 0.91197, screen 0.81967 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 73 rectangle from screen 0.89487, screen 0.80101 to screen 0.91197, screen 0.81967 fillcolor rgb '#004777' fillstyle solid noborder
set object 74 rectangle from screen 0.89487, screen 0.80723 to screen 0.91197, screen 0.81967 fillcolor rgb '#00426e' fillstyle solid noborder
set object 75 rectangle from screen 0.89487, screen 0.81345 to screen 0.91197, screen 0.81967 fillcolor rgb '#003c66' fillstyle solid noborder
set label 76 '−1' at screen 0.91882, screen 0.42161 left textcolor rgb '#2b2d33'
set label 77 '−0.5' at screen 0.91882, screen 0.52113 left textcolor rgb '#2b2d33'
set label 78 '0' at screen 0.91882, screen 0.62064 left textcolor rgb '#2b2d33'
set label 79 '0.5' at screen 0.91882, screen 0.72016 left textcolor rgb '#2b2d33'
set label 80 '1' at screen 0.91882, screen 0.81967 left textcolor rgb '#2b2d33'
set label 81 'correlation' at screen 0.98158, screen 0.62064 center rotate by 90 textcolor rgb '#2b2d33'
plot 'cells.tsv' index 2 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'cells.tsv' index 2 using 1:($2+0):(v($3)):7 with labels font ',13' textcolor rgb variable notitle
unset label
unset object
unset arrow
unset multiplot
