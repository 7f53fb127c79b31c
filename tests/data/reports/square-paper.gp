# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,285 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'square.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,2.9701in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'square.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,891 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'square.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,2.9701in font ',8' linewidth 2 pointscale 0.65; set output 'square-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,2.9701in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'square-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set arrow 100 from screen 0.01684, screen 0.95675 to screen 0.09091, screen 0.95675 nohead front linewidth 2.4 linecolor rgb '#0072b2' dashtype solid
set label 101 (tex ? 'A model with quite a l\ldots{}beside it (AUC 0.7500)' : 'A model with quite a l…beside it (AUC 0.7500)') at screen 0.11111, screen 0.95675 left textcolor rgb '#2b2d33' front
set arrow 102 from screen 0.01684, screen 0.90765 to screen 0.09091, screen 0.90765 nohead front linewidth 1.8 linecolor rgb '#808086' dashtype (6,4)
set label 103 'chance' at screen 0.11111, screen 0.90765 left textcolor rgb '#2b2d33' front
set label 104 'wrong' at screen 0.47487, screen 0.02946 center textcolor rgb '#2b2d33'
set label 105 'right' at screen 0.02652, screen 0.48819 center rotate by 90 textcolor rgb '#2b2d33'
set lmargin at screen 0.14154
set rmargin at screen 0.80821
set tmargin at screen 0.85855
set bmargin at screen 0.11784
set xrange [0:1]
set xtics ('0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1' 1)
set yrange [0:1]
set ytics ('0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1' 1)
plot 'square.tsv' index 1 using 1:2 with lines linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'square.tsv' index 0 using 1:2 with lines linewidth 2.4 linecolor rgb '#0072b2' dashtype solid notitle
set output
}
