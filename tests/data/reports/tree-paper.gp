# Drawn by gnuplot 5.4 or later from the .tsv beside it, in each of these formats:
formats = 'svg pdf png cairolatex tikz'
do for [format in formats] {
reset
tex = format eq 'cairolatex' || format eq 'tikz'
set encoding utf8
if (format eq 'svg') { set terminal svg noenhanced size 317,96 font 'Helvetica,8' fontscale 1.3333 linewidth 0.6667 dashlength 0.6 background '#ffffff'; set output 'tree.svg' }
if (format eq 'pdf') { set terminal pdfcairo noenhanced size 3.3000in,1.0000in font 'Helvetica,8' fontscale 0.75 linewidth 1 pointscale 0.65; set output 'tree.pdf' }
if (format eq 'png') { set terminal pngcairo noenhanced size 990,300 font 'Helvetica,8' fontscale 3.1250 linewidth 2.0833 pointscale 2.5000; set output 'tree.png' }
if (format eq 'cairolatex') { set terminal cairolatex pdf input header '\fontsize{8}{9.6}\selectfont' colourtext size 3.3000in,1.0000in font ',8' linewidth 2 pointscale 0.65; set output 'tree-cairolatex.tex' }
if (format eq 'tikz') { set terminal tikz size 3.3000in,1.0000in font '\fontsize{8}{9.6}\selectfont' linewidth 1.25 dashlength 0.6; set output 'tree-tikz.tex' }
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
set lmargin at screen 0.39241
set rmargin at screen 0.94937
set tmargin at screen 0.91667
set bmargin at screen 0.41667
set key at screen 0.01688, screen 0.97222 left top vertical maxcols 1 Left reverse samplen 1.6 spacing 1.2308 textcolor rgb '#2b2d33'
set xlabel 'distance' textcolor rgb '#2b2d33'
set xrange [0:0.5]
set xtics ('0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5)
set yrange [2.5:-0.5]
set ytics font ',8' ((tex ? '\fontsize{8}{9.6}\selectfont{}small RM' : 'small RM') 0, (tex ? '\fontsize{8}{9.6}\selectfont{}50\char37{} of \ldots{}\_1\$ \& \#2' : '50%% of …_1$ & #2') 1, (tex ? '\fontsize{8}{9.6}\selectfont{}gold' : 'gold') 2)
set grid noytics
plot 'tree.tsv' index 1 using 1:2 with lines linewidth 2.2 linecolor rgb '#0072b2' notitle
set output
}
