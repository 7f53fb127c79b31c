# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,137 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'leaders.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,1.4264in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'leaders.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,428 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'leaders.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,1.4264in font ',8' linewidth 2 pointscale 0.65; set output 'leaders-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,1.4264in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'leaders-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset key
set arrow 100 from screen 0.01684, screen 0.90993 to screen 0.09091, screen 0.90993 nohead front linewidth 1.8 linecolor rgb '#808086' dashtype (6,4)
set label 101 'random' at screen 0.11111, screen 0.90993 left textcolor rgb '#2b2d33' front
set arrow 102 from screen 0.28997, screen 0.90993 to screen 0.36404, screen 0.90993 nohead front linewidth 1.81 linecolor rgb '#808086' dashtype (2,4)
set label 103 'length' at screen 0.38424, screen 0.90993 left textcolor rgb '#2b2d33' front
set arrow 104 from screen 0.53717, screen 0.90993 to screen 0.61125, screen 0.90993 nohead front linewidth 3 linecolor rgb '#808086'
set label 105 (tex ? '95 \% interval' : '95 % interval') at screen 0.63145, screen 0.90993 left textcolor rgb '#2b2d33' front
set label 106 (tex ? 'accuracy, \%' : 'accuracy, %') at screen 0.46241, screen 0.06134 center textcolor rgb '#2b2d33'
set lmargin at screen 0.14384
set rmargin at screen 0.78098
set tmargin at screen 0.71568
set bmargin at screen 0.24537
set xrange [50:90]
set xtics ('50' 50, '60' 60, '70' 70, '80' 80, '90' 90)
set yrange [-3.5:0.5]
set ytics ('' 0, '' -1, '' -2, '' -3)
set label 200 'c' at screen 0.12364, first -0 right textcolor rgb '#2b2d33'
set label 201 '90.00' at screen 0.98316, first -0 right textcolor rgb '#2b2d33'
set label 202 'a' at screen 0.12364, first -1 right textcolor rgb '#2b2d33'
set label 203 '75.00' at screen 0.98316, first -1 right textcolor rgb '#2b2d33'
set label 204 'b' at screen 0.12364, first -2 right textcolor rgb '#2b2d33'
set label 205 '75.00' at screen 0.98316, first -2 right textcolor rgb '#2b2d33'
set label 206 'none' at screen 0.12364, first -3 right textcolor rgb '#2b2d33'
set label 207 (tex ? '--' : '–') at screen 0.98316, first -3 right textcolor rgb '#2b2d33'
set label 208 'accuracy' at screen 0.98316, first 1.022 right textcolor rgb '#2b2d33'
lo = 50
hi = 90
cut(v) = v < lo ? lo : v > hi ? hi : v
plot 'leaders.tsv' index 1 using 2:(-3.5):(0):(4) with vectors nohead linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'leaders.tsv' index 2 using 2:(-3.5):(0):(4) with vectors nohead linewidth 1.8 linecolor rgb '#808086' dashtype (2,4) notitle, \
     'leaders.tsv' index 0 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#0072b2' notitle, \
     'leaders.tsv' index 0 using 2:(-$1) with points pointtype 7 pointsize 0.91 linewidth 1.6 linecolor rgb '#0072b2' notitle
set output
}
