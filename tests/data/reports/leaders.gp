# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,228 font 'Helvetica,13' linewidth 1
set output 'leaders.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset key
set label 100 'JudgeBench' at screen 0.01316, screen 0.92982 left font ',15' textcolor rgb '#2b2d33'
set arrow 101 from screen 0.01316, screen 0.78070 to screen 0.05079, screen 0.78070 nohead front linewidth 1.8 linecolor rgb '#808086' dashtype (6,4)
set label 102 'random' at screen 0.06105, screen 0.78070 left textcolor rgb '#2b2d33' front
set arrow 103 from screen 0.14521, screen 0.78070 to screen 0.18284, screen 0.78070 nohead front linewidth 1.81 linecolor rgb '#808086' dashtype (2,4)
set label 104 'length' at screen 0.19311, screen 0.78070 left textcolor rgb '#2b2d33' front
set arrow 105 from screen 0.26529, screen 0.78070 to screen 0.30292, screen 0.78070 nohead front linewidth 3 linecolor rgb '#808086'
set label 106 '95 % interval' at screen 0.31318, screen 0.78070 left textcolor rgb '#2b2d33' front
set label 107 'accuracy, %' at screen 0.41268, screen 0.05263 center textcolor rgb '#2b2d33'
set lmargin at screen 0.06547
set rmargin at screen 0.75988
set tmargin at screen 0.61404
set bmargin at screen 0.21053
set xrange [50:90]
set xtics ('50' 50, '55' 55, '60' 60, '65' 65, '70' 70, '75' 75, '80' 80, '85' 85, '90' 90)
set yrange [-3.5:0.5]
set ytics ('' 0, '' -1, '' -2, '' -3)
set label 200 'c' at screen 0.05521, first -0 right textcolor rgb '#2b2d33'
set label 201 '90.00' at screen 0.85482, first -0 right textcolor rgb '#2b2d33'
set label 202 'a' at screen 0.05521, first -1 right textcolor rgb '#2b2d33'
set label 203 '75.00' at screen 0.85482, first -1 right textcolor rgb '#2b2d33'
set label 204 '[69.00, 81.00]' at screen 0.99474, first -1 right textcolor rgb '#2b2d33'
set label 205 'b' at screen 0.05521, first -2 right textcolor rgb '#2b2d33'
set label 206 '75.00' at screen 0.85482, first -2 right textcolor rgb '#2b2d33'
set label 207 '[70.00, 80.00]' at screen 0.99474, first -2 right textcolor rgb '#2b2d33'
set label 208 'none' at screen 0.05521, first -3 right textcolor rgb '#2b2d33'
set label 209 '–' at screen 0.85482, first -3 right textcolor rgb '#2b2d33'
set label 210 'accuracy' at screen 0.85482, first 1.022 right textcolor rgb '#2b2d33'
set label 211 '95 % interval' at screen 0.99474, first 1.022 right textcolor rgb '#2b2d33'
lo = 50
hi = 90
cut(v) = v < lo ? lo : v > hi ? hi : v
plot 'leaders.tsv' index 1 using 2:(-3.5):(0):(4) with vectors nohead linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'leaders.tsv' index 2 using 2:(-3.5):(0):(4) with vectors nohead linewidth 1.8 linecolor rgb '#808086' dashtype (2,4) notitle, \
     'leaders.tsv' index 0 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#0072b2' notitle, \
     'leaders.tsv' index 0 using 2:(-$1) with points pointtype 7 pointsize 0.78 linewidth 1.6 linecolor rgb '#0072b2' notitle
