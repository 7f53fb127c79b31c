# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,234 font 'Helvetica,13' linewidth 1
set output 'sections.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
set label 1 'Math' at screen 0.01316, screen 0.93162 left font ',15' textcolor rgb '#2b2d33'
set lmargin at screen 0.13026
set rmargin at screen 0.96842
set tmargin at screen 0.61538
set bmargin at screen 0.25641
set key at screen 0.01316, screen 0.87179 left top vertical maxcols 1 Left reverse samplen 1.6 spacing 1.2308 textcolor rgb '#2b2d33'
set label 2 'value, %' at screen 0.54934, screen 0.06838 center textcolor rgb '#2b2d33'
set xrange [45:85]
set xtics 5
set yrange [-2.5:0.5]
set ytics ('Knowledge' 0, 'Math' -1, 'Overall' -2)
set arrow 1 from graph 0, first -1.5 to graph 1, first -1.5 nohead linewidth 1 linecolor rgb '#808086'
plot 'sections.tsv' index 0 using 2:1:3:4 with xerrorbars pointtype 7 pointsize 0.7 linewidth 2 linecolor rgb '#0072b2' title 'Math', \
     'sections.tsv' index 1 using 2:1 with points pointtype 12 pointsize 1.1 linewidth 2 linecolor rgb '#808086' title 'best null baseline'
