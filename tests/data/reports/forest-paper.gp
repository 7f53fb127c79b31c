# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,213 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'forest.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,2.2212in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'forest.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,666 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'forest.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,2.2212in font ',8' linewidth 2 pointscale 0.65; set output 'forest-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,2.2212in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'forest-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset key
set arrow 100 from screen 0.01684, screen 0.94216 to screen 0.09091, screen 0.94216 nohead front linewidth 3 linecolor rgb '#0072b2'
set label 101 '' at screen 0.05387, screen 0.94216 point pointtype 9 pointsize 0.77 linewidth 1.6 linecolor rgb '#0072b2' front
set label 102 'better' at screen 0.11111, screen 0.94216 left textcolor rgb '#2b2d33' front
set arrow 103 from screen 0.01684, screen 0.87650 to screen 0.09091, screen 0.87650 nohead front linewidth 3 linecolor rgb '#d55e00'
set label 104 '' at screen 0.05387, screen 0.87650 point pointtype 11 pointsize 0.77 linewidth 1.6 linecolor rgb '#d55e00' front
set label 105 'worse' at screen 0.11111, screen 0.87650 left textcolor rgb '#2b2d33' front
set arrow 106 from screen 0.01684, screen 0.81085 to screen 0.09091, screen 0.81085 nohead front linewidth 3 linecolor rgb '#2b2d33'
set label 107 '' at screen 0.05387, screen 0.81085 point pointtype 5 pointsize 0.77 linewidth 1.6 linecolor rgb '#2b2d33' front
set label 108 'same' at screen 0.11111, screen 0.81085 left textcolor rgb '#2b2d33' front
set arrow 109 from screen 0.25960, screen 0.94216 to screen 0.33367, screen 0.94216 nohead front linewidth 3 linecolor rgb '#808086'
set label 110 '' at screen 0.29663, screen 0.94216 point pointtype 6 pointsize 0.77 linewidth 1.6 linecolor rgb '#808086' front
set label 111 'undecided' at screen 0.35387, screen 0.94216 left textcolor rgb '#2b2d33' front
set object 112 rectangle from screen 0.25960, screen 0.85650 to screen 0.33367, screen 0.89651 behind fillcolor rgb '#808086' fillstyle transparent solid 0.22 noborder
set label 113 'no change that matters' at screen 0.35387, screen 0.87650 left textcolor rgb '#2b2d33' front
set arrow 114 from screen 0.25960, screen 0.81085 to screen 0.33367, screen 0.81085 nohead front linewidth 3 linecolor rgb '#808086'
set label 115 (tex ? '95 \% interval' : '95 % interval') at screen 0.35387, screen 0.81085 left textcolor rgb '#2b2d33' front
set label 116 'difference in accuracy, percentage points' at screen 0.58185, screen 0.03939 center textcolor rgb '#2b2d33'
set lmargin at screen 0.40347
set rmargin at screen 0.76024
set tmargin at screen 0.68610
set bmargin at screen 0.15757
set xrange [-10:15]
set xtics ((tex ? '\ensuremath{-}10' : '−10') -10, '0' 0, '10' 10)
set yrange [-6.5:0.5]
set ytics ('' 0, '' -1, '' -2, '' -3, '' -4, '' -5, '' -6)
set arrow 1 from screen 0.01684, first -5.5 to screen 0.98316, first -5.5 nohead linewidth 1 linecolor rgb '#808086'
set label 200 'Knowledge' at screen 0.38327, first -0 right textcolor rgb '#2b2d33'
set label 201 '+3.25' at screen 0.98316, first -0 right textcolor rgb '#2b2d33'
set label 202 (tex ? '50\% of \ldots{}\_1\$ \& \#2' : '50% of …_1$ & #2') at screen 0.38327, first -1 right textcolor rgb '#2b2d33'
set label 203 (tex ? '\ensuremath{-}4.00' : '−4.00') at screen 0.98316, first -1 right textcolor rgb '#2b2d33'
set label 204 'Reasoning' at screen 0.38327, first -2 right textcolor rgb '#2b2d33'
set label 205 '+0.10' at screen 0.98316, first -2 right textcolor rgb '#2b2d33'
set label 206 'Coding' at screen 0.38327, first -3 right textcolor rgb '#2b2d33'
set label 207 '+2.00' at screen 0.98316, first -3 right textcolor rgb '#2b2d33'
set label 208 'Math' at screen 0.38327, first -4 right textcolor rgb '#2b2d33'
set label 209 (tex ? '--' : '–') at screen 0.98316, first -4 right textcolor rgb '#2b2d33'
set label 210 'Chat' at screen 0.38327, first -5 right textcolor rgb '#2b2d33'
set label 211 (tex ? '\ensuremath{-}1.00' : '−1.00') at screen 0.98316, first -5 right textcolor rgb '#2b2d33'
set label 212 'Overall' at screen 0.38327, first -6 right textcolor rgb '#2b2d33'
set label 213 '+0.50' at screen 0.98316, first -6 right textcolor rgb '#2b2d33'
set label 214 'difference' at screen 0.98316, first 1.022 right textcolor rgb '#2b2d33'
set arrow 200 from first -9.5, first -3 to first -10, first -3 head filled linewidth 2.4 linecolor rgb '#808086'
set arrow 201 from first 14.5, first -3 to first 15, first -3 head filled linewidth 2.4 linecolor rgb '#808086'
lo = -10
hi = 15
cut(v) = v < lo ? lo : v > hi ? hi : v
plot 'forest.tsv' index 6 using 3:(0):(cut($3)):(cut($4)):(-6.5):(0.5) with boxxyerror linecolor rgb '#808086' fillstyle transparent solid 0.22 noborder notitle, \
     'forest.tsv' index 5 using 2:(-6.5):(0):(7) with vectors nohead linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'forest.tsv' index 0 using 2:(-$1) with points pointtype 7 pointsize 0.91 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'forest.tsv' index 1 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#0072b2' notitle, \
     'forest.tsv' index 1 using 2:(-$1) with points pointtype 9 pointsize 0.91 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'forest.tsv' index 2 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#d55e00' notitle, \
     'forest.tsv' index 2 using 2:(-$1) with points pointtype 11 pointsize 0.91 linewidth 1.6 linecolor rgb '#d55e00' notitle, \
     'forest.tsv' index 3 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#2b2d33' notitle, \
     'forest.tsv' index 3 using 2:(-$1) with points pointtype 5 pointsize 0.91 linewidth 1.6 linecolor rgb '#2b2d33' notitle, \
     'forest.tsv' index 4 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#808086' notitle, \
     'forest.tsv' index 4 using 2:(-$1) with points pointtype 7 pointsize 0.91 linecolor rgb '#ffffff' notitle, \
     'forest.tsv' index 4 using 2:(-$1) with points pointtype 6 pointsize 0.91 linewidth 1.6 linecolor rgb '#808086' notitle
set output
}
