# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,165 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'world.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,1.7222in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'world.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,517 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'world.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,1.7222in font ',8' linewidth 2 pointscale 0.65; set output 'world-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,1.7222in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'world-tikz.tex' }
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
n(s) = tex ? '$'.s.'$' : s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.5 ? 0.0 : x
f(x) = gprintf('%.0f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.04377
set rmargin at screen 0.47306
set tmargin at screen 0.85766
set bmargin at screen 0.30927
set xrange [-0.5:2.5]
set yrange [1.5:-0.5]
set object 10 rectangle from screen 0.04377, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#642800' fillstyle solid noborder
set object 11 rectangle from screen 0.05048, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#6c2d01' fillstyle solid noborder
set object 12 rectangle from screen 0.05719, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#743102' fillstyle solid noborder
set object 13 rectangle from screen 0.06389, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#7c3602' fillstyle solid noborder
set object 14 rectangle from screen 0.07060, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#853a03' fillstyle solid noborder
set object 15 rectangle from screen 0.07731, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#8d3f04' fillstyle solid noborder
set object 16 rectangle from screen 0.08402, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#954305' fillstyle solid noborder
set object 17 rectangle from screen 0.09072, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#9d4805' fillstyle solid noborder
set object 18 rectangle from screen 0.09743, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#a54d08' fillstyle solid noborder
set object 19 rectangle from screen 0.10414, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#ac540f' fillstyle solid noborder
set object 20 rectangle from screen 0.11085, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#b35b17' fillstyle solid noborder
set object 21 rectangle from screen 0.11756, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#ba621e' fillstyle solid noborder
set object 22 rectangle from screen 0.12426, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#c16925' fillstyle solid noborder
set object 23 rectangle from screen 0.13097, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#c8702d' fillstyle solid noborder
set object 24 rectangle from screen 0.13768, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#cf7734' fillstyle solid noborder
set object 25 rectangle from screen 0.14439, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#d67e3b' fillstyle solid noborder
set object 26 rectangle from screen 0.15109, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#dc8544' fillstyle solid noborder
set object 27 rectangle from screen 0.15780, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#df8c4e' fillstyle solid noborder
set object 28 rectangle from screen 0.16451, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#e29357' fillstyle solid noborder
set object 29 rectangle from screen 0.17122, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#e69a61' fillstyle solid noborder
set object 30 rectangle from screen 0.17793, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#e9a26b' fillstyle solid noborder
set object 31 rectangle from screen 0.18463, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#eca974' fillstyle solid noborder
set object 32 rectangle from screen 0.19134, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#f0b07e' fillstyle solid noborder
set object 33 rectangle from screen 0.19805, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#f3b788' fillstyle solid noborder
set object 34 rectangle from screen 0.20476, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#f5bf93' fillstyle solid noborder
set object 35 rectangle from screen 0.21146, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#f6c69f' fillstyle solid noborder
set object 36 rectangle from screen 0.21817, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#f7cdac' fillstyle solid noborder
set object 37 rectangle from screen 0.22488, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#f8d5b8' fillstyle solid noborder
set object 38 rectangle from screen 0.23159, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#f9dcc4' fillstyle solid noborder
set object 39 rectangle from screen 0.23829, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#fae3d0' fillstyle solid noborder
set object 40 rectangle from screen 0.24500, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#fbebdd' fillstyle solid noborder
set object 41 rectangle from screen 0.25171, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#fcf2e9' fillstyle solid noborder
set object 42 rectangle from screen 0.25842, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 43 rectangle from screen 0.26513, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 44 rectangle from screen 0.27183, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 45 rectangle from screen 0.27854, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 46 rectangle from screen 0.28525, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 47 rectangle from screen 0.29196, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 48 rectangle from screen 0.29866, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 49 rectangle from screen 0.30537, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 50 rectangle from screen 0.31208, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 51 rectangle from screen 0.31879, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 52 rectangle from screen 0.32549, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 53 rectangle from screen 0.33220, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 54 rectangle from screen 0.33891, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 55 rectangle from screen 0.34562, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 56 rectangle from screen 0.35233, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 57 rectangle from screen 0.35903, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 58 rectangle from screen 0.36574, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 59 rectangle from screen 0.37245, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 60 rectangle from screen 0.37916, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 61 rectangle from screen 0.38586, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 62 rectangle from screen 0.39257, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#237db6' fillstyle solid noborder
set object 63 rectangle from screen 0.39928, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 64 rectangle from screen 0.40599, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 65 rectangle from screen 0.41269, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 66 rectangle from screen 0.41940, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 67 rectangle from screen 0.42611, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#005e98' fillstyle solid noborder
set object 68 rectangle from screen 0.43282, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#00588f' fillstyle solid noborder
set object 69 rectangle from screen 0.43953, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#005387' fillstyle solid noborder
set object 70 rectangle from screen 0.44623, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 71 rectangle from screen 0.45294, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#004777' fillstyle solid noborder
set object 72 rectangle from screen 0.45965, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#00426e' fillstyle solid noborder
set object 73 rectangle from screen 0.46636, screen 0.22177 to screen 0.47306, screen 0.26694 fillcolor rgb '#003c66' fillstyle solid noborder
set label 74 (tex ? '\ensuremath{-}1' : '−1') at screen 0.04377, screen 0.17097 left textcolor rgb '#2b2d33'
set label 75 '0' at screen 0.25842, screen 0.17097 center textcolor rgb '#2b2d33'
set label 76 '1' at screen 0.47306, screen 0.17097 right textcolor rgb '#2b2d33'
set label 77 'reward' at screen 0.04377, screen 0.91694 left textcolor rgb '#2b2d33'
set label 78 'R(s)' at screen 0.25842, screen 0.09476 center textcolor rgb '#2b2d33'
plot 'world.tsv' index 0 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'world.tsv' index 1 using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5) with boxxyerror linecolor rgb '#2b2d33' fillstyle solid noborder notitle, \
     'world.tsv' index 0 using 1:($2+0):((tex ? '\\fontsize{8}{9.6}\\selectfont ' : '').v($3)):7 with labels font ',8' textcolor rgb variable notitle
unset label
unset object
n(s) = tex ? '$'.s.'$' : s[1:1] eq '-' ? '−'.s[2:*] : s
z(x) = abs(x) < 0.005 ? 0.0 : x
f(x) = gprintf('%.2f', z(x))
v(x) = n(f(x))
r(x, y) = v(x).'–'.v(y)
set lmargin at screen 0.52694
set rmargin at screen 0.95623
set tmargin at screen 0.85766
set bmargin at screen 0.30927
set xrange [-0.5:2.5]
set yrange [1.5:-0.5]
set object 10 rectangle from screen 0.52694, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#eef5fa' fillstyle solid noborder
set object 11 rectangle from screen 0.54035, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#e4f0f7' fillstyle solid noborder
set object 12 rectangle from screen 0.55377, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#daeaf5' fillstyle solid noborder
set object 13 rectangle from screen 0.56718, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#d0e5f2' fillstyle solid noborder
set object 14 rectangle from screen 0.58060, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#c6dfef' fillstyle solid noborder
set object 15 rectangle from screen 0.59401, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#bcdaec' fillstyle solid noborder
set object 16 rectangle from screen 0.60743, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#b2d4ea' fillstyle solid noborder
set object 17 rectangle from screen 0.62084, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#a8cfe7' fillstyle solid noborder
set object 18 rectangle from screen 0.63426, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#9ec9e4' fillstyle solid noborder
set object 19 rectangle from screen 0.64767, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#94c3e1' fillstyle solid noborder
set object 20 rectangle from screen 0.66109, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#8abdde' fillstyle solid noborder
set object 21 rectangle from screen 0.67451, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#80b7db' fillstyle solid noborder
set object 22 rectangle from screen 0.68792, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#76b1d8' fillstyle solid noborder
set object 23 rectangle from screen 0.70134, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#6daad5' fillstyle solid noborder
set object 24 rectangle from screen 0.71475, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#63a4d2' fillstyle solid noborder
set object 25 rectangle from screen 0.72817, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#599ecf' fillstyle solid noborder
set object 26 rectangle from screen 0.74158, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#4f98ca' fillstyle solid noborder
set object 27 rectangle from screen 0.75500, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#4491c5' fillstyle solid noborder
set object 28 rectangle from screen 0.76841, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#398bc0' fillstyle solid noborder
set object 29 rectangle from screen 0.78183, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#2e84bb' fillstyle solid noborder
set object 30 rectangle from screen 0.79524, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#237db6' fillstyle solid noborder
set object 31 rectangle from screen 0.80866, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#1877b1' fillstyle solid noborder
set object 32 rectangle from screen 0.82207, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#0e70ac' fillstyle solid noborder
set object 33 rectangle from screen 0.83549, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#036aa7' fillstyle solid noborder
set object 34 rectangle from screen 0.84891, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#0064a0' fillstyle solid noborder
set object 35 rectangle from screen 0.86232, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#005e98' fillstyle solid noborder
set object 36 rectangle from screen 0.87574, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#00588f' fillstyle solid noborder
set object 37 rectangle from screen 0.88915, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#005387' fillstyle solid noborder
set object 38 rectangle from screen 0.90257, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#004d7f' fillstyle solid noborder
set object 39 rectangle from screen 0.91598, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#004777' fillstyle solid noborder
set object 40 rectangle from screen 0.92940, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#00426e' fillstyle solid noborder
set object 41 rectangle from screen 0.94281, screen 0.22177 to screen 0.95623, screen 0.26694 fillcolor rgb '#003c66' fillstyle solid noborder
set label 42 '0.7' at screen 0.52694, screen 0.17097 left textcolor rgb '#2b2d33'
set label 43 '0.8' at screen 0.67003, screen 0.17097 center textcolor rgb '#2b2d33'
set label 44 '0.9' at screen 0.81313, screen 0.17097 center textcolor rgb '#2b2d33'
set label 45 '1' at screen 0.95623, screen 0.17097 right textcolor rgb '#2b2d33'
set label 46 'value' at screen 0.52694, screen 0.91694 left textcolor rgb '#2b2d33'
set label 47 'V*(s)' at screen 0.74158, screen 0.09476 center textcolor rgb '#2b2d33'
plot 'world.tsv' index 5 using 1:2:($1-0.48):($1+0.48):($2-0.48):($2+0.48):6 with boxxyerror linecolor rgb variable fillstyle solid noborder notitle, \
     'world.tsv' index 6 using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5) with boxxyerror linecolor rgb '#2b2d33' fillstyle solid noborder notitle, \
     'world.tsv' index 8 using 1:2 with filledcurves closed fillcolor rgb '#2b2d33' fillstyle solid noborder notitle, \
     'world.tsv' index 9 using 1:2 with filledcurves closed fillcolor rgb '#ffffff' fillstyle solid noborder notitle, \
     'world.tsv' index 5 using 1:($2+0):((tex ? '\\fontsize{8}{9.6}\\selectfont ' : '').v($3)):7 with labels font ',8' textcolor rgb variable notitle
unset label
unset object
unset multiplot
set output
}
