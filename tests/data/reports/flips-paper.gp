# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,229 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'flips.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,2.3847in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'flips.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,715 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'flips.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,2.3847in font ',8' linewidth 2 pointscale 0.65; set output 'flips-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,2.3847in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'flips-tikz.tex' }
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
unset tics
set lmargin at screen 0.29811
set rmargin at screen 0.70189
set tmargin at screen 0.79936
set bmargin at screen 0
set xrange [0:1]
set yrange [171.7:34.45]
set label 10 'A-7B' at screen 0.01684, screen 0.84828 left front textcolor rgb '#2b2d33'
set label 11 'B-27B' at screen 0.98316, screen 0.84828 right front textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.01684, screen 0.95865 to screen 0.05051, screen 0.92137 front fillcolor rgb '#0072b2' fillstyle solid noborder
set label 13 'better: 30' at screen 0.06734, screen 0.94001 left front textcolor rgb '#2b2d33'
set object 14 rectangle from screen 0.30451, screen 0.95865 to screen 0.33818, screen 0.92137 front fillcolor rgb '#d55e00' fillstyle solid noborder
set label 15 'worse: 23' at screen 0.35502, screen 0.94001 left front textcolor rgb '#2b2d33'
set object 16 rectangle from screen 0.58848, screen 0.95865 to screen 0.62215, screen 0.92137 front fillcolor rgb '#808086' fillstyle solid noborder
set label 17 'unchanged: 150' at screen 0.63899, screen 0.94001 left front textcolor rgb '#2b2d33'
set object 18 rectangle from screen 0.26444, screen 0.75655 to screen 0.29811, screen 0.37486 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 19 'right  121' at screen 0.24761, screen 0.56571 right front textcolor rgb '#2b2d33'
set object 20 rectangle from screen 0.26444, screen 0.33205 to screen 0.29811, screen 0.07338 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 21 'wrong  82' at screen 0.24761, screen 0.20272 right front textcolor rgb '#2b2d33'
set object 22 rectangle from screen 0.70189, screen 0.79936 to screen 0.73556, screen 0.38928 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 23 'right  130' at screen 0.75239, screen 0.59432 left front textcolor rgb '#2b2d33'
set object 24 rectangle from screen 0.70189, screen 0.34647 to screen 0.73556, screen 0.34331 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 25 'in part  1' at screen 0.75239, screen 0.34489 left front textcolor rgb '#2b2d33'
set object 26 rectangle from screen 0.70189, screen 0.30051 to screen 0.73556, screen 0.07969 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 27 'wrong  70' at screen 0.75239, screen 0.19010 left front textcolor rgb '#2b2d33'
set object 28 rectangle from screen 0.70189, screen 0.03689 to screen 0.73556, screen 0.03058 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 29 (tex ? 'not a\ldots{}ed  2' : 'not a…ed  2') at screen 0.75239, screen 0.03373 left front textcolor rgb '#2b2d33'
s(x, a, b) = a + (b - a) * x * x * (3 - 2 * x)
set samples 61
plot '+' using 1:(s($1,41.8,34.45)):(s($1,95.963,88.613)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.30 noborder notitle, \
     '+' using 1:(s($1,130.94,130.94)):(s($1,158.02,158.02)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.30 noborder notitle, \
     '+' using 1:(s($1,95.963,112.21)):(s($1,96.504,112.75)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,95.963,112.21)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,96.504,112.75)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,96.504,120.1)):(s($1,107.34,130.94)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,96.504,120.1)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,107.34,130.94)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,114.69,88.613)):(s($1,130.94,104.86)) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,114.69,88.613)) with lines linewidth 1 linecolor rgb '#0072b2' notitle, \
     '+' using 1:(s($1,130.94,104.86)) with lines linewidth 1 linecolor rgb '#0072b2' notitle, \
     '+' using 1:(s($1,158.02,165.37)):(s($1,159.1,166.45)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,158.02,165.37)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,159.1,166.45)) with lines linewidth 1 linecolor rgb '#d55e00' notitle
set output
}
