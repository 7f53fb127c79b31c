# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 672,262 font 'Helvetica,9' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'history.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 7.0000in,2.7311in font 'Helvetica,9' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'history.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 2100,819 font 'Helvetica,9' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'history.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{9}{10.8}\selectfont' colourtext size 7.0000in,2.7311in font ',9' linewidth 2 pointscale 0.65; set output 'history-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 7.0000in,2.7311in font '\fontsize{9}{10.8}\selectfont' linewidth 1.25 dashlength 0.6; set output 'history-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set logscale y 2
set multiplot
set arrow 100 from screen 0.02758, screen 0.92855 to screen 0.02758, screen 0.96974 nohead front linewidth 1.6 linecolor rgb '#0072b2'
set label 101 '' at screen 0.02758, screen 0.94915 point pointtype 7 pointsize 0.88 linewidth 1.6 linecolor rgb '#0072b2' front
set label 102 'turning point' at screen 0.05794, screen 0.94915 left textcolor rgb '#2b2d33' front
set arrow 103 from screen 0.22429, screen 0.93313 to screen 0.22429, screen 0.97661 head filled front linewidth 1.6 linecolor rgb '#0072b2'
set label 104 '' at screen 0.22429, screen 0.94915 point pointtype 8 pointsize 0.96 linewidth 1.6 linecolor rgb '#0072b2' front
set label 105 'none so far' at screen 0.25465, screen 0.94915 left textcolor rgb '#2b2d33' front
set arrow 106 from screen 0.40412, screen 0.92855 to screen 0.40412, screen 0.96974 nohead front linewidth 1.6 linecolor rgb '#808086'
set label 107 (tex ? '90 \% interval' : '90 % interval') at screen 0.43447, screen 0.94915 left textcolor rgb '#2b2d33' front
set label 108 'checkpoint' at screen 0.53179, screen 0.03662 center textcolor rgb '#2b2d33'
set lmargin at screen 0.07548
set rmargin at screen 0.48280
set tmargin at screen 0.81489
set bmargin at screen 0.14646
set label 1 'Math' at screen 0.07548, screen 0.85151 left textcolor rgb '#2b2d33'
set label 2 'n' at screen 0.01429, screen 0.48068 center rotate by 90 textcolor rgb '#2b2d33'
set xrange [-0.5:2.5]
set xtics ('step 100' 0, 'step 200' 1, 'step 300' 2)
set yrange [27.09585:824.856874]
set ytics ('32' 32, '64' 64, '128' 128, '256' 256, '512' 512)
plot 'history.tsv' index 0 using 1:(cut($3,27.09585,824.856874)):(0):(cut($4,27.09585,824.856874)-cut($3,27.09585,824.856874)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 0 using 1:2 with points pointtype 7 pointsize 0.88 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 1 using 1:2:(0):($2*0.3599183178) with vectors head filled linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 1 using 1:2 with points pointtype 8 pointsize 1.28 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
set lmargin at screen 0.58077
set rmargin at screen 0.98810
set tmargin at screen 0.81489
set bmargin at screen 0.14646
set label 1 'Code' at screen 0.58077, screen 0.85151 left textcolor rgb '#2b2d33'
set label 2 'd' at screen 0.51958, screen 0.48068 center rotate by 90 textcolor rgb '#2b2d33'
set xrange [-0.5:2.5]
set xtics ('step 100' 0, 'step 200' 1, 'step 300' 2)
set yrange [27.50016994:617.6301861]
set ytics ('32' 32, '64' 64, '128' 128, '256' 256, '512' 512)
plot 'history.tsv' index 2 using 1:(cut($3,27.50016994,617.6301861)):(0):(cut($4,27.50016994,617.6301861)-cut($3,27.50016994,617.6301861)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'history.tsv' index 2 using 1:2 with points pointtype 7 pointsize 0.88 linewidth 1.6 linecolor rgb '#0072b2' notitle
unset label
unset arrow
unset object
unset multiplot
set output
}
