# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,129 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'ridges.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,1.3433in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'ridges.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,403 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'ridges.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,1.3433in font ',8' linewidth 2 pointscale 0.65; set output 'ridges-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,1.3433in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'ridges-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset key
set lmargin at screen 0.37822
set rmargin at screen 0.91556
set tmargin at screen 0.79579
set bmargin at screen 0.26056
set xrange [-3:3]
set xtics ((tex ? '\ensuremath{-}3' : '−3') -3, (tex ? '\ensuremath{-}2' : '−2') -2, (tex ? '\ensuremath{-}1' : '−1') -1, '0' 0, '1' 1, '2' 2, '3' 3)
set yrange [-1.2:1.7]
unset ytics
set arrow 1 from 0, graph 0 to 0, graph 1 nohead front linewidth 1 dashtype 2 linecolor rgb '#2b2d33'
set label 10 (tex ? '\fontsize{8}{9.6}\selectfont{}50\% of \ldots{}1\$ \& \#2' : '50% of …1$ & #2') at screen 0.35801, screen 0.50850 right font ',8' textcolor rgb '#2b2d33'
set label 11 (tex ? '\fontsize{8}{9.6}\selectfont{}25' : '25') at screen 0.98316, screen 0.50850 right font ',8' textcolor rgb '#2b2d33'
set label 12 (tex ? '\fontsize{8}{9.6}\selectfont{}Overall' : 'Overall') at screen 0.35801, screen 0.32394 right font ',8' textcolor rgb '#2b2d33'
set label 13 (tex ? '\fontsize{8}{9.6}\selectfont{}8' : '8') at screen 0.98316, screen 0.32394 right font ',8' textcolor rgb '#2b2d33'
set object 14 rectangle from screen 0.01684, screen 0.87127 to screen 0.06397, screen 0.93745 fillcolor rgb '#0072b2' fillstyle solid noborder
set label 14 (tex ? '\fontsize{8}{9.6}\selectfont{}right' : 'right') at screen 0.08418, screen 0.90436 left font ',8' textcolor rgb '#2b2d33'
set object 15 rectangle from screen 0.21886, screen 0.87127 to screen 0.26599, screen 0.93745 fillcolor rgb '#d55e00' fillstyle solid noborder
set label 15 (tex ? '\fontsize{8}{9.6}\selectfont{}wrong' : 'wrong') at screen 0.28620, screen 0.90436 left font ',8' textcolor rgb '#2b2d33'
set label 16 (tex ? '\fontsize{8}{9.6}\selectfont{}items' : 'items') at screen 0.98316, screen 0.90436 right font ',8' textcolor rgb '#2b2d33'
set label 17 (tex ? '\fontsize{8}{9.6}\selectfont{}margin' : 'margin') at screen 0.50000, screen 0.06514 center font ',8' textcolor rgb '#2b2d33'
plot 'ridges.tsv' index 0 using 1:(0):(0+1.7*$3) with filledcurves linecolor rgb '#ffffff' fillstyle solid 1.00 noborder notitle, \
     'ridges.tsv' index 0 using ($1 > 0 ? NaN : $1):(0):(0+1.7*$3) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 0 using ($1 < 0 ? NaN : $1):(0):(0+1.7*$3) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 0 using 1:(0+1.7*$3) with lines linewidth 1.2 linecolor rgb '#2b2d33' notitle, \
     'ridges.tsv' index 1 using 1:(-1):(-1+1.7*$3) with filledcurves linecolor rgb '#ffffff' fillstyle solid 1.00 noborder notitle, \
     'ridges.tsv' index 1 using ($1 > 0 ? NaN : $1):(-1):(-1+1.7*$3) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 1 using ($1 < 0 ? NaN : $1):(-1):(-1+1.7*$3) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.70 noborder notitle, \
     'ridges.tsv' index 1 using 1:(-1+1.7*$3) with lines linewidth 1.2 linecolor rgb '#2b2d33' notitle
set output
}
