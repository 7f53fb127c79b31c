# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,219 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'map.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,2.2781in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'map.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,683 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'map.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,2.2781in font ',8' linewidth 2 pointscale 0.65; set output 'map-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,2.2781in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'map-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
set border 3
set label 100 '' at screen 0.05387, screen 0.94361 point pointtype 7 pointsize 0.77 linewidth 1.6 linecolor rgb '#0072b2' front
set label 101 'reward models' at screen 0.11111, screen 0.94361 left textcolor rgb '#2b2d33' front
set object 102 polygon from screen 0.46034, screen 0.97872 to screen 0.46632, screen 0.95554 to screen 0.48339, screen 0.95446 to screen 0.47002, screen 0.93905 to screen 0.47459, screen 0.91520 to screen 0.46034, screen 0.92886 to screen 0.44609, screen 0.91520 to screen 0.45065, screen 0.93905 to screen 0.43728, screen 0.95446 to screen 0.45435, screen 0.95554 to screen 0.46034, screen 0.97872 front fillcolor rgb '#d55e00' fillstyle solid noborder
set label 103 'gold label' at screen 0.51758, screen 0.94361 left textcolor rgb '#2b2d33' front
set label 104 'distance' at screen 0.53333, screen 0.03841 center textcolor rgb '#2b2d33'
set lmargin at screen 0.09293
set rmargin at screen 0.97374
set tmargin at screen 0.87959
set bmargin at screen 0.15364
set xrange [-0.08:1.08]
set xtics ('0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1' 1)
set yrange [-0.08:0.58]
set ytics ('0' 0, '0.5' 0.5)
set label 1000 (tex ? '\fontsize{7.04}{8.448}\selectfont{}gold' : 'gold') at screen 0.56333, screen 0.79160 left font ',7.04' front textcolor rgb '#2b2d33'
set label 1001 (tex ? '\fontsize{7.04}{8.448}\selectfont{}small RM' : 'small RM') at screen 0.17004, screen 0.24163 left font ',7.04' front textcolor rgb '#2b2d33'
set label 1002 (tex ? '\fontsize{7.04}{8.448}\selectfont{}50\% of \$x\_1\$ \& \#2' : '50% of $x_1$ & #2') at screen 0.89663, screen 0.51661 right font ',7.04' front textcolor rgb '#2b2d33'
set label 1003 (tex ? '\fontsize{7.04}{8.448}\selectfont{}gold' : 'gold') at screen 0.91299, screen 0.57492 center font ',7.04' front textcolor rgb '#2b2d33'
set object 1402 polygon from screen 0.53333, screen 0.82671 to screen 0.53932, screen 0.80353 to screen 0.55639, screen 0.80245 to screen 0.54302, screen 0.78704 to screen 0.54758, screen 0.76319 to screen 0.53333, screen 0.77685 to screen 0.51908, screen 0.76319 to screen 0.52365, screen 0.78704 to screen 0.51028, screen 0.80245 to screen 0.52735, screen 0.80353 to screen 0.53333, screen 0.82671 front fillcolor rgb '#d55e00' fillstyle solid noborder
plot 'map.tsv' index 0 using 1:2 with points pointtype 7 pointsize 0.77 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'map.tsv' index 1 using 1:2 with points pointtype 5 pointsize 0.00 linewidth 1.6 linecolor rgb '#d55e00' notitle
set output
}
