# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,521 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'cells.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,5.4306in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'cells.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,1629 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'cells.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,5.4306in font ',8' linewidth 2 pointscale 0.65; set output 'cells-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,5.4306in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'cells-tikz.tex' }
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
n(s) = tex ? '$'.s.'$' : s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.005 ? 0.0 : x
f(x) = gprintf('%.2f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.35135
set rmargin at screen 0.75177
set tmargin at screen 0.95486
set bmargin at screen 0.71153
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set xtics rotate by 40 right font ',6.8' ((tex ? '\fontsize{6.8}{8.16}\selectfont{}small RM' : 'small RM') 0, (tex ? '\fontsize{6.8}{8.16}\selectfont{}50\char37{} of \$x\_1\$ \& \#2' : '50%% of $x_1$ & #2') 1, (tex ? '\fontsize{6.8}{8.16}\selectfont{}gold' : 'gold') 2)
set ytics font ',6.8' ((tex ? '\fontsize{6.8}{8.16}\selectfont{}small RM' : 'small RM') 0, (tex ? '\fontsize{6.8}{8.16}\selectfont{}50\char37{} of \$x\_1\$ \& \#2' : '50%% of $x_1$ & #2') 1, (tex ? '\fontsize{6.8}{8.16}\selectfont{}gold' : 'gold') 2)
set label 10 'STARC' at screen 0.35135, screen 0.97366 left textcolor rgb '#2b2d33'
set label 11 'distance' at screen 0.55156, screen 0.55148 center textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.78544, screen 0.71153 to screen 0.81911, screen 0.95486 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 13 rectangle from screen 0.78544, screen 0.71914 to screen 0.81911, screen 0.95486 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 14 rectangle from screen 0.78544, screen 0.72674 to screen 0.81911, screen 0.95486 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 15 rectangle from screen 0.78544, screen 0.73435 to screen 0.81911, screen 0.95486 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 16 rectangle from screen 0.78544, screen 0.74195 to screen 0.81911, screen 0.95486 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 17 rectangle from screen 0.78544, screen 0.74955 to screen 0.81911, screen 0.95486 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 18 rectangle from screen 0.78544, screen 0.75716 to screen 0.81911, screen 0.95486 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 19 rectangle from screen 0.78544, screen 0.76476 to screen 0.81911, screen 0.95486 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 20 rectangle from screen 0.78544, screen 0.77236 to screen 0.81911, screen 0.95486 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 21 rectangle from screen 0.78544, screen 0.77997 to screen 0.81911, screen 0.95486 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 22 rectangle from screen 0.78544, screen 0.78757 to screen 0.81911, screen 0.95486 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 23 rectangle from screen 0.78544, screen 0.79518 to screen 0.81911, screen 0.95486 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 24 rectangle from screen 0.78544, screen 0.80278 to screen 0.81911, screen 0.95486 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 25 rectangle from screen 0.78544, screen 0.81038 to screen 0.81911, screen 0.95486 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 26 rectangle from screen 0.78544, screen 0.81799 to screen 0.81911, screen 0.95486 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 27 rectangle from screen 0.78544, screen 0.82559 to screen 0.81911, screen 0.95486 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 28 rectangle from screen 0.78544, screen 0.83320 to screen 0.81911, screen 0.95486 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 29 rectangle from screen 0.78544, screen 0.84080 to screen 0.81911, screen 0.95486 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 30 rectangle from screen 0.78544, screen 0.84840 to screen 0.81911, screen 0.95486 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 31 rectangle from screen 0.78544, screen 0.85601 to screen 0.81911, screen 0.95486 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 32 rectangle from screen 0.78544, screen 0.86361 to screen 0.81911, screen 0.95486 fillcolor rgb '#237db6' fillstyle solid noborder
set object 33 rectangle from screen 0.78544, screen 0.87122 to screen 0.81911, screen 0.95486 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 34 rectangle from screen 0.78544, screen 0.87882 to screen 0.81911, screen 0.95486 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 35 rectangle from screen 0.78544, screen 0.88642 to screen 0.81911, screen 0.95486 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 36 rectangle from screen 0.78544, screen 0.89403 to screen 0.81911, screen 0.95486 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 37 rectangle from screen 0.78544, screen 0.90163 to screen 0.81911, screen 0.95486 fillcolor rgb '#005e98' fillstyle solid noborder
set object 38 rectangle from screen 0.78544, screen 0.90924 to screen 0.81911, screen 0.95486 fillcolor rgb '#00588f' fillstyle solid noborder
set object 39 rectangle from screen 0.78544, screen 0.91684 to screen 0.81911, screen 0.95486 fillcolor rgb '#005387' fillstyle solid noborder
set object 40 rectangle from screen 0.78544, screen 0.92444 to screen 0.81911, screen 0.95486 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 41 rectangle from screen 0.78544, screen 0.93205 to screen 0.81911, screen 0.95486 fillcolor rgb '#004777' fillstyle solid noborder
set object 42 rectangle from screen 0.78544, screen 0.93965 to screen 0.81911, screen 0.95486 fillcolor rgb '#00426e' fillstyle solid noborder
set object 43 rectangle from screen 0.78544, screen 0.94726 to screen 0.81911, screen 0.95486 fillcolor rgb '#003c66' fillstyle solid noborder
set label 44 '0' at screen 0.83258, screen 0.71153 left textcolor rgb '#2b2d33'
set label 45 '0.1' at screen 0.83258, screen 0.76020 left textcolor rgb '#2b2d33'
set label 46 '0.2' at screen 0.83258, screen 0.80886 left textcolor rgb '#2b2d33'
set label 47 '0.3' at screen 0.83258, screen 0.85753 left textcolor rgb '#2b2d33'
set label 48 '0.4' at screen 0.83258, screen 0.90619 left textcolor rgb '#2b2d33'
set label 49 '0.5' at screen 0.83258, screen 0.95486 left textcolor rgb '#2b2d33'
set label 50 'distance' at screen 0.92403, screen 0.83320 center rotate by 90 textcolor rgb '#2b2d33'
set object 51 rectangle from screen 0.01684, screen 0.51555 to screen 0.05051, screen 0.53601 fillstyle empty border linecolor rgb '#808086'
set arrow 52 from screen 0.01684, screen 0.51555 to screen 0.05051, screen 0.53601 nohead linecolor rgb '#808086'
set label 53 'undefined' at screen 0.06734, screen 0.52578 left textcolor rgb '#2b2d33'
plot 'cells.tsv' index 0 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'cells.tsv' index 1 using ($1-0.45):($2+0.45):(0.9):(-0.9) with vectors nohead linewidth 1 linecolor rgb '#808086' notitle, \
     'cells.tsv' index 0 using 1:($2-0.1109):((tex ? '\\fontsize{8}{9.6}\\selectfont ' : '').v($3)):7 with labels font ',8' textcolor rgb variable notitle, \
     'cells.tsv' index 0 using ($4 <= $5 ? $1 : NaN):($2+0.1564):((tex ? '\\fontsize{5.413}{6.496}\\selectfont ' : '').r($4, $5)):7 with labels font ',5.413' textcolor rgb variable notitle
unset label
unset object
unset arrow
n(s) = tex ? '$'.s.'$' : s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.005 ? 0.0 : x
f(x) = gprintf('%.2f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.35135
set rmargin at screen 0.75177
set tmargin at screen 0.46018
set bmargin at screen 0.21685
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set xtics rotate by 40 right font ',6.8' ((tex ? '\fontsize{6.8}{8.16}\selectfont{}small RM' : 'small RM') 0, (tex ? '\fontsize{6.8}{8.16}\selectfont{}50\char37{} of \$x\_1\$ \& \#2' : '50%% of $x_1$ & #2') 1, (tex ? '\fontsize{6.8}{8.16}\selectfont{}gold' : 'gold') 2)
set ytics font ',6.8' ((tex ? '\fontsize{6.8}{8.16}\selectfont{}small RM' : 'small RM') 0, (tex ? '\fontsize{6.8}{8.16}\selectfont{}50\char37{} of \$x\_1\$ \& \#2' : '50%% of $x_1$ & #2') 1, (tex ? '\fontsize{6.8}{8.16}\selectfont{}gold' : 'gold') 2)
set label 10 'Pearson' at screen 0.35135, screen 0.47898 left textcolor rgb '#2b2d33'
set label 11 'distance' at screen 0.55156, screen 0.05681 center textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.78544, screen 0.21685 to screen 0.81911, screen 0.46018 fillcolor rgb '#642800' fillstyle solid noborder
set object 13 rectangle from screen 0.78544, screen 0.22066 to screen 0.81911, screen 0.46018 fillcolor rgb '#6c2d01' fillstyle solid noborder
set object 14 rectangle from screen 0.78544, screen 0.22446 to screen 0.81911, screen 0.46018 fillcolor rgb '#743102' fillstyle solid noborder
set object 15 rectangle from screen 0.78544, screen 0.22826 to screen 0.81911, screen 0.46018 fillcolor rgb '#7c3602' fillstyle solid noborder
set object 16 rectangle from screen 0.78544, screen 0.23206 to screen 0.81911, screen 0.46018 fillcolor rgb '#853a03' fillstyle solid noborder
set object 17 rectangle from screen 0.78544, screen 0.23586 to screen 0.81911, screen 0.46018 fillcolor rgb '#8d3f04' fillstyle solid noborder
set object 18 rectangle from screen 0.78544, screen 0.23967 to screen 0.81911, screen 0.46018 fillcolor rgb '#954305' fillstyle solid noborder
set object 19 rectangle from screen 0.78544, screen 0.24347 to screen 0.81911, screen 0.46018 fillcolor rgb '#9d4805' fillstyle solid noborder
set object 20 rectangle from screen 0.78544, screen 0.24727 to screen 0.81911, screen 0.46018 fillcolor rgb '#a54d08' fillstyle solid noborder
set object 21 rectangle from screen 0.78544, screen 0.25107 to screen 0.81911, screen 0.46018 fillcolor rgb '#ac540f' fillstyle solid noborder
set object 22 rectangle from screen 0.78544, screen 0.25487 to screen 0.81911, screen 0.46018 fillcolor rgb '#b35b17' fillstyle solid noborder
set object 23 rectangle from screen 0.78544, screen 0.25868 to screen 0.81911, screen 0.46018 fillcolor rgb '#ba621e' fillstyle solid noborder
set object 24 rectangle from screen 0.78544, screen 0.26248 to screen 0.81911, screen 0.46018 fillcolor rgb '#c16925' fillstyle solid noborder
set object 25 rectangle from screen 0.78544, screen 0.26628 to screen 0.81911, screen 0.46018 fillcolor rgb '#c8702d' fillstyle solid noborder
set object 26 rectangle from screen 0.78544, screen 0.27008 to screen 0.81911, screen 0.46018 fillcolor rgb '#cf7734' fillstyle solid noborder
set object 27 rectangle from screen 0.78544, screen 0.27388 to screen 0.81911, screen 0.46018 fillcolor rgb '#d67e3b' fillstyle solid noborder
set object 28 rectangle from screen 0.78544, screen 0.27769 to screen 0.81911, screen 0.46018 fillcolor rgb '#dc8544' fillstyle solid noborder
set object 29 rectangle from screen 0.78544, screen 0.28149 to screen 0.81911, screen 0.46018 fillcolor rgb '#df8c4e' fillstyle solid noborder
set object 30 rectangle from screen 0.78544, screen 0.28529 to screen 0.81911, screen 0.46018 fillcolor rgb '#e29357' fillstyle solid noborder
set object 31 rectangle from screen 0.78544, screen 0.28909 to screen 0.81911, screen 0.46018 fillcolor rgb '#e69a61' fillstyle solid noborder
set object 32 rectangle from screen 0.78544, screen 0.29289 to screen 0.81911, screen 0.46018 fillcolor rgb '#e9a26b' fillstyle solid noborder
set object 33 rectangle from screen 0.78544, screen 0.29670 to screen 0.81911, screen 0.46018 fillcolor rgb '#eca974' fillstyle solid noborder
set object 34 rectangle from screen 0.78544, screen 0.30050 to screen 0.81911, screen 0.46018 fillcolor rgb '#f0b07e' fillstyle solid noborder
set object 35 rectangle from screen 0.78544, screen 0.30430 to screen 0.81911, screen 0.46018 fillcolor rgb '#f3b788' fillstyle solid noborder
set object 36 rectangle from screen 0.78544, screen 0.30810 to screen 0.81911, screen 0.46018 fillcolor rgb '#f5bf93' fillstyle solid noborder
set object 37 rectangle from screen 0.78544, screen 0.31190 to screen 0.81911, screen 0.46018 fillcolor rgb '#f6c69f' fillstyle solid noborder
set object 38 rectangle from screen 0.78544, screen 0.31571 to screen 0.81911, screen 0.46018 fillcolor rgb '#f7cdac' fillstyle solid noborder
set object 39 rectangle from screen 0.78544, screen 0.31951 to screen 0.81911, screen 0.46018 fillcolor rgb '#f8d5b8' fillstyle solid noborder
set object 40 rectangle from screen 0.78544, screen 0.32331 to screen 0.81911, screen 0.46018 fillcolor rgb '#f9dcc4' fillstyle solid noborder
set object 41 rectangle from screen 0.78544, screen 0.32711 to screen 0.81911, screen 0.46018 fillcolor rgb '#fae3d0' fillstyle solid noborder
set object 42 rectangle from screen 0.78544, screen 0.33091 to screen 0.81911, screen 0.46018 fillcolor rgb '#fbebdd' fillstyle solid noborder
set object 43 rectangle from screen 0.78544, screen 0.33472 to screen 0.81911, screen 0.46018 fillcolor rgb '#fcf2e9' fillstyle solid noborder
set object 44 rectangle from screen 0.78544, screen 0.33852 to screen 0.81911, screen 0.46018 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 45 rectangle from screen 0.78544, screen 0.34232 to screen 0.81911, screen 0.46018 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 46 rectangle from screen 0.78544, screen 0.34612 to screen 0.81911, screen 0.46018 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 47 rectangle from screen 0.78544, screen 0.34992 to screen 0.81911, screen 0.46018 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 48 rectangle from screen 0.78544, screen 0.35373 to screen 0.81911, screen 0.46018 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 49 rectangle from screen 0.78544, screen 0.35753 to screen 0.81911, screen 0.46018 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 50 rectangle from screen 0.78544, screen 0.36133 to screen 0.81911, screen 0.46018 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 51 rectangle from screen 0.78544, screen 0.36513 to screen 0.81911, screen 0.46018 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 52 rectangle from screen 0.78544, screen 0.36893 to screen 0.81911, screen 0.46018 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 53 rectangle from screen 0.78544, screen 0.37274 to screen 0.81911, screen 0.46018 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 54 rectangle from screen 0.78544, screen 0.37654 to screen 0.81911, screen 0.46018 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 55 rectangle from screen 0.78544, screen 0.38034 to screen 0.81911, screen 0.46018 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 56 rectangle from screen 0.78544, screen 0.38414 to screen 0.81911, screen 0.46018 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 57 rectangle from screen 0.78544, screen 0.38794 to screen 0.81911, screen 0.46018 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 58 rectangle from screen 0.78544, screen 0.39175 to screen 0.81911, screen 0.46018 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 59 rectangle from screen 0.78544, screen 0.39555 to screen 0.81911, screen 0.46018 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 60 rectangle from screen 0.78544, screen 0.39935 to screen 0.81911, screen 0.46018 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 61 rectangle from screen 0.78544, screen 0.40315 to screen 0.81911, screen 0.46018 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 62 rectangle from screen 0.78544, screen 0.40695 to screen 0.81911, screen 0.46018 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 63 rectangle from screen 0.78544, screen 0.41076 to screen 0.81911, screen 0.46018 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 64 rectangle from screen 0.78544, screen 0.41456 to screen 0.81911, screen 0.46018 fillcolor rgb '#237db6' fillstyle solid noborder
set object 65 rectangle from screen 0.78544, screen 0.41836 to screen 0.81911, screen 0.46018 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 66 rectangle from screen 0.78544, screen 0.42216 to screen 0.81911, screen 0.46018 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 67 rectangle from screen 0.78544, screen 0.42596 to screen 0.81911, screen 0.46018 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 68 rectangle from screen 0.78544, screen 0.42976 to screen 0.81911, screen 0.46018 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 69 rectangle from screen 0.78544, screen 0.43357 to screen 0.81911, screen 0.46018 fillcolor rgb '#005e98' fillstyle solid noborder
set object 70 rectangle from screen 0.78544, screen 0.43737 to screen 0.81911, screen 0.46018 fillcolor rgb '#00588f' fillstyle solid noborder
set object 71 rectangle from screen 0.78544, screen 0.44117 to screen 0.81911, screen 0.46018 fillcolor rgb '#005387' fillstyle solid noborder
set object 72 rectangle from screen 0.78544, screen 0.44497 to screen 0.81911, screen 0.46018 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 73 rectangle from screen 0.78544, screen 0.44877 to screen 0.81911, screen 0.46018 fillcolor rgb '#004777' fillstyle solid noborder
set object 74 rectangle from screen 0.78544, screen 0.45258 to screen 0.81911, screen 0.46018 fillcolor rgb '#00426e' fillstyle solid noborder
set object 75 rectangle from screen 0.78544, screen 0.45638 to screen 0.81911, screen 0.46018 fillcolor rgb '#003c66' fillstyle solid noborder
set label 76 (tex ? '\ensuremath{-}1' : '−1') at screen 0.83258, screen 0.21685 left textcolor rgb '#2b2d33'
set label 77 (tex ? '\ensuremath{-}0.5' : '−0.5') at screen 0.83258, screen 0.27769 left textcolor rgb '#2b2d33'
set label 78 '0' at screen 0.83258, screen 0.33852 left textcolor rgb '#2b2d33'
set label 79 '0.5' at screen 0.83258, screen 0.39935 left textcolor rgb '#2b2d33'
set label 80 '1' at screen 0.83258, screen 0.46018 left textcolor rgb '#2b2d33'
set label 81 'correlation' at screen 0.96107, screen 0.33852 center rotate by 90 textcolor rgb '#2b2d33'
plot 'cells.tsv' index 2 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'cells.tsv' index 2 using 1:($2+0):((tex ? '\\fontsize{8}{9.6}\\selectfont ' : '').v($3)):7 with labels font ',8' textcolor rgb variable notitle
unset label
unset object
unset arrow
unset multiplot
set output
}
