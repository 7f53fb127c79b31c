# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,168 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'won.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,1.7500in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'won.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,525 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'won.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,1.7500in font ',8' linewidth 2 pointscale 0.65; set output 'won-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,1.7500in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'won-tikz.tex' }
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
n(s) = tex ? '$'.s.'$' : s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.5 ? 0.0 : x
f(x) = gprintf('%.0f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.12926
set rmargin at screen 0.78582
set tmargin at screen 0.96825
set bmargin at screen 0.20635
set xrange [-0.5:2.5]
set yrange [2.5:-0.5]
set xtics font ',6.8' ((tex ? '\fontsize{6.8}{8.16}\selectfont{}A' : 'A') 0, (tex ? '\fontsize{6.8}{8.16}\selectfont{}B' : 'B') 1, (tex ? '\fontsize{6.8}{8.16}\selectfont{}C' : 'C') 2)
set ytics font ',6.8' ((tex ? '\fontsize{6.8}{8.16}\selectfont{}A' : 'A') 0, (tex ? '\fontsize{6.8}{8.16}\selectfont{}B' : 'B') 1, (tex ? '\fontsize{6.8}{8.16}\selectfont{}C' : 'C') 2)
set label 10 'not right' at screen 0.45754, screen 0.07540 center textcolor rgb '#2b2d33'
set label 11 'right' at screen 0.05377, screen 0.58730 center rotate by 90 textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.81949, screen 0.20635 to screen 0.85316, screen 0.96825 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 13 rectangle from screen 0.81949, screen 0.23016 to screen 0.85316, screen 0.96825 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 14 rectangle from screen 0.81949, screen 0.25397 to screen 0.85316, screen 0.96825 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 15 rectangle from screen 0.81949, screen 0.27778 to screen 0.85316, screen 0.96825 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 16 rectangle from screen 0.81949, screen 0.30159 to screen 0.85316, screen 0.96825 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 17 rectangle from screen 0.81949, screen 0.32540 to screen 0.85316, screen 0.96825 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 18 rectangle from screen 0.81949, screen 0.34921 to screen 0.85316, screen 0.96825 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 19 rectangle from screen 0.81949, screen 0.37302 to screen 0.85316, screen 0.96825 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 20 rectangle from screen 0.81949, screen 0.39683 to screen 0.85316, screen 0.96825 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 21 rectangle from screen 0.81949, screen 0.42063 to screen 0.85316, screen 0.96825 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 22 rectangle from screen 0.81949, screen 0.44444 to screen 0.85316, screen 0.96825 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 23 rectangle from screen 0.81949, screen 0.46825 to screen 0.85316, screen 0.96825 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 24 rectangle from screen 0.81949, screen 0.49206 to screen 0.85316, screen 0.96825 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 25 rectangle from screen 0.81949, screen 0.51587 to screen 0.85316, screen 0.96825 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 26 rectangle from screen 0.81949, screen 0.53968 to screen 0.85316, screen 0.96825 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 27 rectangle from screen 0.81949, screen 0.56349 to screen 0.85316, screen 0.96825 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 28 rectangle from screen 0.81949, screen 0.58730 to screen 0.85316, screen 0.96825 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 29 rectangle from screen 0.81949, screen 0.61111 to screen 0.85316, screen 0.96825 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 30 rectangle from screen 0.81949, screen 0.63492 to screen 0.85316, screen 0.96825 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 31 rectangle from screen 0.81949, screen 0.65873 to screen 0.85316, screen 0.96825 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 32 rectangle from screen 0.81949, screen 0.68254 to screen 0.85316, screen 0.96825 fillcolor rgb '#237db6' fillstyle solid noborder
set object 33 rectangle from screen 0.81949, screen 0.70635 to screen 0.85316, screen 0.96825 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 34 rectangle from screen 0.81949, screen 0.73016 to screen 0.85316, screen 0.96825 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 35 rectangle from screen 0.81949, screen 0.75397 to screen 0.85316, screen 0.96825 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 36 rectangle from screen 0.81949, screen 0.77778 to screen 0.85316, screen 0.96825 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 37 rectangle from screen 0.81949, screen 0.80159 to screen 0.85316, screen 0.96825 fillcolor rgb '#005e98' fillstyle solid noborder
set object 38 rectangle from screen 0.81949, screen 0.82540 to screen 0.85316, screen 0.96825 fillcolor rgb '#00588f' fillstyle solid noborder
set object 39 rectangle from screen 0.81949, screen 0.84921 to screen 0.85316, screen 0.96825 fillcolor rgb '#005387' fillstyle solid noborder
set object 40 rectangle from screen 0.81949, screen 0.87302 to screen 0.85316, screen 0.96825 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 41 rectangle from screen 0.81949, screen 0.89683 to screen 0.85316, screen 0.96825 fillcolor rgb '#004777' fillstyle solid noborder
set object 42 rectangle from screen 0.81949, screen 0.92063 to screen 0.85316, screen 0.96825 fillcolor rgb '#00426e' fillstyle solid noborder
set object 43 rectangle from screen 0.81949, screen 0.94444 to screen 0.85316, screen 0.96825 fillcolor rgb '#003c66' fillstyle solid noborder
set label 44 '0' at screen 0.86663, screen 0.20635 left textcolor rgb '#2b2d33'
set label 45 '10' at screen 0.86663, screen 0.46032 left textcolor rgb '#2b2d33'
set label 46 '20' at screen 0.86663, screen 0.71429 left textcolor rgb '#2b2d33'
set label 47 '30' at screen 0.86663, screen 0.96825 left textcolor rgb '#2b2d33'
set label 48 'items' at screen 0.94623, screen 0.58730 center rotate by 90 textcolor rgb '#2b2d33'
plot 'won.tsv' index 0 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'won.tsv' index 0 using 1:($2+0):((tex ? '\\fontsize{8}{9.6}\\selectfont ' : '').v($3)):7 with labels font ',8' textcolor rgb variable notitle
set output
}
