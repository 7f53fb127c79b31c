# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,278 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'overopt.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,2.8951in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'overopt.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,869 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'overopt.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,2.8951in font ',8' linewidth 2 pointscale 0.65; set output 'overopt-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,2.8951in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'overopt-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
cut(v, a, b) = v < a ? a : v > b ? b : v
set arrow 100 from screen 0.05387, screen 0.93835 to screen 0.05387, screen 0.97290 nohead front linewidth 1.6 linecolor rgb '#0072b2'
set label 101 '' at screen 0.05387, screen 0.95562 point pointtype 7 pointsize 0.77 linewidth 1.6 linecolor rgb '#0072b2' front
set label 102 'proxy' at screen 0.11111, screen 0.95562 left textcolor rgb '#2b2d33' front
set arrow 103 from screen 0.01684, screen 0.90525 to screen 0.09091, screen 0.90525 nohead front linewidth 2.4 linecolor rgb '#0072b2' dashtype solid
set label 104 (tex ? 'proxy, d(\ensuremath{\alpha} \ensuremath{-} \ensuremath{\beta}d)' : 'proxy, d(α − βd)') at screen 0.11111, screen 0.90525 left textcolor rgb '#2b2d33' front
set arrow 105 from screen 0.01684, screen 0.85488 to screen 0.09091, screen 0.85488 nohead front linewidth 2.41 linecolor rgb '#d55e00' dashtype (9,4)
set label 106 '' at screen 0.05387, screen 0.85488 point pointtype 5 pointsize 0.70 linewidth 1.6 linecolor rgb '#d55e00' front
set label 107 (tex ? 'gold\_50\%' : 'gold_50%') at screen 0.11111, screen 0.85488 left textcolor rgb '#2b2d33' front
set arrow 108 from screen 0.01684, screen 0.80451 to screen 0.09091, screen 0.80451 nohead front linewidth 3 linecolor rgb '#d55e00'
set label 109 '' at screen 0.05387, screen 0.80451 point pointtype 13 pointsize 1.40 linewidth 1.6 linecolor rgb '#d55e00' front
set label 110 'its peak' at screen 0.11111, screen 0.80451 left textcolor rgb '#2b2d33' front
set object 111 rectangle from screen 0.46552, screen 0.94027 to screen 0.53960, screen 0.97098 behind fillcolor rgb '#808086' fillstyle transparent solid 0.22 noborder
set label 112 'gap' at screen 0.55980, screen 0.95562 left textcolor rgb '#2b2d33' front
set arrow 113 from screen 0.46552, screen 0.90525 to screen 0.53960, screen 0.90525 nohead front linewidth 1.8 linecolor rgb '#808086' dashtype (6,4)
set label 114 'no gain' at screen 0.55980, screen 0.90525 left textcolor rgb '#2b2d33' front
set object 115 rectangle from screen 0.46552, screen 0.83953 to screen 0.53960, screen 0.87023 behind fillcolor rgb '#808086' fillstyle transparent solid 0.35 noborder
set label 116 (tex ? '95 \% interval' : '95 % interval') at screen 0.55980, screen 0.85488 left textcolor rgb '#2b2d33' front
set label 117 (tex ? 'd = \ensuremath{\surd}KL, \ensuremath{\surd}nats' : 'd = √KL, √nats') at screen 0.55814, screen 0.03022 center textcolor rgb '#2b2d33'
set label 118 'reward' at screen 0.02652, screen 0.43751 center rotate by 90 textcolor rgb '#2b2d33'
set lmargin at screen 0.14154
set rmargin at screen 0.97475
set tmargin at screen 0.75414
set bmargin at screen 0.12089
set xrange [0:2.55]
set xtics ('0' 0, '0.5' 0.5, '1' 1, '1.5' 1.5, '2' 2, '2.5' 2.5)
set yrange [0:2.5]
set ytics ('0' 0, '0.5' 0.5, '1' 1, '1.5' 1.5, '2' 2, '2.5' 2.5)
plot 'overopt.tsv' index 2 using 1:(cut($3,0,2.5)):(cut($4,0,2.5)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.18 noborder notitle, \
     'overopt.tsv' index 3 using 1:2:(cut($3,0,2.55)):(cut($4,0,2.55)):(0):(2.5) with boxxyerror linecolor rgb '#d55e00' fillstyle transparent solid 0.12 noborder notitle, \
     'overopt.tsv' index 3 using 1:(0):(0):(2.5) with vectors nohead linewidth 1.2 dashtype (3,3) linecolor rgb '#d55e00' notitle, \
     'overopt.tsv' index 4 using 1:(cut($3,0,2.5)):(cut($4,0,2.5)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.22 noborder notitle, \
     'overopt.tsv' index 5 using 1:2 with lines linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'overopt.tsv' index 1 using 1:2 with lines linewidth 2.4 linecolor rgb '#0072b2' dashtype solid notitle, \
     'overopt.tsv' index 2 using 1:2 with lines linewidth 2.4 linecolor rgb '#d55e00' dashtype (9,4) notitle, \
     'overopt.tsv' index 2 using 1:($6 > 0 ? $2 : NaN) with points pointtype 5 pointsize 0.70 linewidth 1.6 linecolor rgb '#d55e00' notitle, \
     'overopt.tsv' index 0 using 1:(cut($3,0,2.5)):(0):(cut($4,0,2.5)-cut($3,0,2.5)) with vectors nohead linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'overopt.tsv' index 0 using 1:2 with points pointtype 7 pointsize 0.77 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'overopt.tsv' index 3 using 1:2 with points pointtype 13 pointsize 2.24 linecolor rgb '#ffffff' notitle, \
     'overopt.tsv' index 3 using (cut($3,0,2.55)):2:(cut($4,0,2.55)-cut($3,0,2.55)):(0) with vectors nohead linewidth 3 linecolor rgb '#d55e00' notitle, \
     'overopt.tsv' index 3 using 1:2 with points pointtype 13 pointsize 1.54 linewidth 1.6 linecolor rgb '#d55e00' notitle
set output
}
