# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,252 font 'Helvetica,13' linewidth 1
set output 'world.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset grid
unset key
unset tics
set border 15
set multiplot
set label 1 'Distances' at screen 0.01316, screen 0.93651 left font ',15' textcolor rgb '#2b2d33'
n(s) = s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.5 ? 0.0 : x
f(x) = gprintf('%.0f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.13974
set rmargin at screen 0.36553
set tmargin at screen 0.73810
set bmargin at screen 0.28413
set xrange [-0.5:2.5]
set yrange [1.5:-0.5]
set object 10 rectangle from screen 0.13974, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#642800' fillstyle solid noborder
set object 11 rectangle from screen 0.14326, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#6c2d01' fillstyle solid noborder
set object 12 rectangle from screen 0.14679, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#743102' fillstyle solid noborder
set object 13 rectangle from screen 0.15032, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#7c3602' fillstyle solid noborder
set object 14 rectangle from screen 0.15385, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#853a03' fillstyle solid noborder
set object 15 rectangle from screen 0.15738, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#8d3f04' fillstyle solid noborder
set object 16 rectangle from screen 0.16090, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#954305' fillstyle solid noborder
set object 17 rectangle from screen 0.16443, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#9d4805' fillstyle solid noborder
set object 18 rectangle from screen 0.16796, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#a54d08' fillstyle solid noborder
set object 19 rectangle from screen 0.17149, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#ac540f' fillstyle solid noborder
set object 20 rectangle from screen 0.17502, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#b35b17' fillstyle solid noborder
set object 21 rectangle from screen 0.17854, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#ba621e' fillstyle solid noborder
set object 22 rectangle from screen 0.18207, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#c16925' fillstyle solid noborder
set object 23 rectangle from screen 0.18560, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#c8702d' fillstyle solid noborder
set object 24 rectangle from screen 0.18913, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#cf7734' fillstyle solid noborder
set object 25 rectangle from screen 0.19266, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#d67e3b' fillstyle solid noborder
set object 26 rectangle from screen 0.19618, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#dc8544' fillstyle solid noborder
set object 27 rectangle from screen 0.19971, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#df8c4e' fillstyle solid noborder
set object 28 rectangle from screen 0.20324, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#e29357' fillstyle solid noborder
set object 29 rectangle from screen 0.20677, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#e69a61' fillstyle solid noborder
set object 30 rectangle from screen 0.21030, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#e9a26b' fillstyle solid noborder
set object 31 rectangle from screen 0.21382, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#eca974' fillstyle solid noborder
set object 32 rectangle from screen 0.21735, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#f0b07e' fillstyle solid noborder
set object 33 rectangle from screen 0.22088, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#f3b788' fillstyle solid noborder
set object 34 rectangle from screen 0.22441, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#f5bf93' fillstyle solid noborder
set object 35 rectangle from screen 0.22794, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#f6c69f' fillstyle solid noborder
set object 36 rectangle from screen 0.23146, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#f7cdac' fillstyle solid noborder
set object 37 rectangle from screen 0.23499, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#f8d5b8' fillstyle solid noborder
set object 38 rectangle from screen 0.23852, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#f9dcc4' fillstyle solid noborder
set object 39 rectangle from screen 0.24205, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#fae3d0' fillstyle solid noborder
set object 40 rectangle from screen 0.24558, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#fbebdd' fillstyle solid noborder
set object 41 rectangle from screen 0.24910, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#fcf2e9' fillstyle solid noborder
set object 42 rectangle from screen 0.25263, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 43 rectangle from screen 0.25616, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 44 rectangle from screen 0.25969, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 45 rectangle from screen 0.26322, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 46 rectangle from screen 0.26674, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 47 rectangle from screen 0.27027, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 48 rectangle from screen 0.27380, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 49 rectangle from screen 0.27733, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 50 rectangle from screen 0.28086, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 51 rectangle from screen 0.28438, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 52 rectangle from screen 0.28791, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 53 rectangle from screen 0.29144, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 54 rectangle from screen 0.29497, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 55 rectangle from screen 0.29850, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 56 rectangle from screen 0.30202, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 57 rectangle from screen 0.30555, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 58 rectangle from screen 0.30908, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 59 rectangle from screen 0.31261, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 60 rectangle from screen 0.31613, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 61 rectangle from screen 0.31966, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 62 rectangle from screen 0.32319, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#237db6' fillstyle solid noborder
set object 63 rectangle from screen 0.32672, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 64 rectangle from screen 0.33025, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 65 rectangle from screen 0.33377, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 66 rectangle from screen 0.33730, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 67 rectangle from screen 0.34083, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#005e98' fillstyle solid noborder
set object 68 rectangle from screen 0.34436, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#00588f' fillstyle solid noborder
set object 69 rectangle from screen 0.34789, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#005387' fillstyle solid noborder
set object 70 rectangle from screen 0.35141, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 71 rectangle from screen 0.35494, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#004777' fillstyle solid noborder
set object 72 rectangle from screen 0.35847, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#00426e' fillstyle solid noborder
set object 73 rectangle from screen 0.36200, screen 0.20833 to screen 0.36553, screen 0.24444 fillcolor rgb '#003c66' fillstyle solid noborder
set label 74 '−1' at screen 0.13974, screen 0.16071 left textcolor rgb '#2b2d33'
set label 75 '0' at screen 0.25263, screen 0.16071 center textcolor rgb '#2b2d33'
set label 76 '1' at screen 0.36553, screen 0.16071 right textcolor rgb '#2b2d33'
set label 77 'reward' at screen 0.13974, screen 0.79365 left textcolor rgb '#2b2d33'
set label 78 'R(s)' at screen 0.25263, screen 0.08929 center textcolor rgb '#2b2d33'
plot 'world.tsv' index 0 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'world.tsv' index 1 using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5) with boxxyerror linecolor rgb '#2b2d33' fillstyle solid noborder notitle, \
     'world.tsv' index 0 using 1:($2+0):(v($3)):7 with labels font ',13' textcolor rgb variable notitle
unset label
unset object
n(s) = s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.005 ? 0.0 : x
f(x) = gprintf('%.2f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.63447
set rmargin at screen 0.86026
set tmargin at screen 0.73810
set bmargin at screen 0.28413
set xrange [-0.5:2.5]
set yrange [1.5:-0.5]
set object 10 rectangle from screen 0.63447, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 11 rectangle from screen 0.64153, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 12 rectangle from screen 0.64859, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 13 rectangle from screen 0.65564, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 14 rectangle from screen 0.66270, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 15 rectangle from screen 0.66975, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 16 rectangle from screen 0.67681, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 17 rectangle from screen 0.68387, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 18 rectangle from screen 0.69092, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 19 rectangle from screen 0.69798, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 20 rectangle from screen 0.70503, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 21 rectangle from screen 0.71209, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 22 rectangle from screen 0.71914, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 23 rectangle from screen 0.72620, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 24 rectangle from screen 0.73326, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 25 rectangle from screen 0.74031, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 26 rectangle from screen 0.74737, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 27 rectangle from screen 0.75442, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 28 rectangle from screen 0.76148, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 29 rectangle from screen 0.76854, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 30 rectangle from screen 0.77559, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#237db6' fillstyle solid noborder
set object 31 rectangle from screen 0.78265, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 32 rectangle from screen 0.78970, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 33 rectangle from screen 0.79676, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 34 rectangle from screen 0.80382, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 35 rectangle from screen 0.81087, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#005e98' fillstyle solid noborder
set object 36 rectangle from screen 0.81793, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#00588f' fillstyle solid noborder
set object 37 rectangle from screen 0.82498, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#005387' fillstyle solid noborder
set object 38 rectangle from screen 0.83204, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 39 rectangle from screen 0.83910, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#004777' fillstyle solid noborder
set object 40 rectangle from screen 0.84615, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#00426e' fillstyle solid noborder
set object 41 rectangle from screen 0.85321, screen 0.20833 to screen 0.86026, screen 0.24444 fillcolor rgb '#003c66' fillstyle solid noborder
set label 42 '0.7' at screen 0.63447, screen 0.16071 left textcolor rgb '#2b2d33'
set label 43 '0.8' at screen 0.70974, screen 0.16071 center textcolor rgb '#2b2d33'
set label 44 '0.9' at screen 0.78500, screen 0.16071 center textcolor rgb '#2b2d33'
set label 45 '1' at screen 0.86026, screen 0.16071 right textcolor rgb '#2b2d33'
set label 46 'value' at screen 0.63447, screen 0.79365 left textcolor rgb '#2b2d33'
set label 47 'V*(s)' at screen 0.74737, screen 0.08929 center textcolor rgb '#2b2d33'
plot 'world.tsv' index 5 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'world.tsv' index 6 using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5) with boxxyerror linecolor rgb '#2b2d33' fillstyle solid noborder notitle, \
     'world.tsv' index 8 using 1:2 with filledcurves closed fillcolor rgb '#2b2d33' fillstyle solid noborder notitle, \
     'world.tsv' index 9 using 1:2 with filledcurves closed fillcolor rgb '#ffffff' fillstyle solid noborder notitle, \
     'world.tsv' index 5 using 1:($2+0):(v($3)):7 with labels font ',13' textcolor rgb variable notitle
unset label
unset object
unset multiplot
