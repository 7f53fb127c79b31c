# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,201 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'nights.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,2.0964in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'nights.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,629 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'nights.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,2.0964in font ',8' linewidth 2 pointscale 0.65; set output 'nights-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,2.0964in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'nights-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set multiplot
set object 100 rectangle from screen 0.01684, screen 0.91752 to screen 0.09091, screen 0.95992 behind fillcolor rgb '#808086' fillstyle transparent solid 0.22 noborder
set label 101 'what the gate lets pass' at screen 0.11111, screen 0.93872 left textcolor rgb '#2b2d33' front
set arrow 102 from screen 0.05387, screen 0.84530 to screen 0.05387, screen 0.89300 nohead front linewidth 1.6 linecolor rgb '#0072b2'
set label 103 '' at screen 0.05387, screen 0.86915 point pointtype 7 pointsize 0.77 linewidth 1.6 linecolor rgb '#0072b2' front
set label 104 'B-27B' at screen 0.11111, screen 0.86915 left textcolor rgb '#2b2d33' front
set arrow 105 from screen 0.01684, screen 0.79959 to screen 0.09091, screen 0.79959 nohead front linewidth 2.4 linecolor rgb '#d55e00' dashtype solid
set label 106 'level' at screen 0.11111, screen 0.79959 left textcolor rgb '#2b2d33' front
set arrow 107 from screen 0.61960, screen 0.90957 to screen 0.61960, screen 0.96787 nohead front linewidth 1.2 dashtype (3,3) linecolor rgb '#2b2d33'
set label 108 'change point' at screen 0.67684, screen 0.93872 left textcolor rgb '#2b2d33' front
set object 109 rectangle from screen 0.58256, screen 0.84795 to screen 0.65663, screen 0.89035 behind fillcolor rgb '#808086' fillstyle transparent solid 0.35 noborder
set label 110 (tex ? '95 \% interval' : '95 % interval') at screen 0.67684, screen 0.86915 left textcolor rgb '#2b2d33' front
set label 111 (tex ? 'accuracy, \%' : 'accuracy, %') at screen 0.02652, screen 0.37545 center rotate by 90 textcolor rgb '#2b2d33'
set lmargin at screen 0.12403
set rmargin at screen 0.45764
set tmargin at screen 0.64655
set bmargin at screen 0.10435
set label 1 'Math' at screen 0.12403, screen 0.68829 left textcolor rgb '#2b2d33'
set xrange [1767166848:1767716352]
set xtics ((tex ? '1.7675\ensuremath{\times}10\ensuremath{^{9}}' : '1.7675×10⁹') 1767500000)
set yrange [62:74]
set ytics ('62' 62, '64' 64, '66' 66, '68' 68, '70' 70, '72' 72, '74' 74)
plot 'nights.tsv' index 0 using 1:(cut($3,62,74)):(cut($4,62,74)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.22 noborder notitle, \
     'nights.tsv' index 3 using 1:(62):(0):(12) with vectors nohead linewidth 1.2 dashtype (3,3) linecolor rgb '#2b2d33' notitle, \
     'nights.tsv' index 2 using 1:2 with lines linewidth 2.4 linecolor rgb '#d55e00' dashtype solid notitle, \
     'nights.tsv' index 1 using 1:(cut($3,62,74)):(0):(cut($4,62,74)-cut($3,62,74)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'nights.tsv' index 1 using 1:2 with points pointtype 7 pointsize 0.77 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
set lmargin at screen 0.57885
set rmargin at screen 0.91246
set tmargin at screen 0.64655
set bmargin at screen 0.10435
set label 1 'Coding' at screen 0.57885, screen 0.68829 left textcolor rgb '#2b2d33'
set xrange [1767166848:1767716352]
set xtics ((tex ? '1.7675\ensuremath{\times}10\ensuremath{^{9}}' : '1.7675×10⁹') 1767500000)
set yrange [62:74]
set ytics ('' 62, '' 64, '' 66, '' 68, '' 70, '' 72, '' 74)
plot 'nights.tsv' index 4 using 1:(cut($3,62,74)):(cut($4,62,74)) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.18 noborder notitle, \
     'nights.tsv' index 4 using 1:2 with lines linewidth 2.4 linecolor rgb '#0072b2' dashtype (9,4) notitle, \
     'nights.tsv' index 4 using 1:($6 > 0 ? $2 : NaN) with points pointtype 7 pointsize 0.70 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
unset multiplot
set output
}
