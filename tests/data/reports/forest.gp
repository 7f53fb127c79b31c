# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,317 font 'Helvetica,13' linewidth 1
set output 'forest.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset key
set label 100 'B-27B minus A-7B' at screen 0.01316, screen 0.94953 left font ',15' textcolor rgb '#2b2d33'
set arrow 101 from screen 0.01316, screen 0.84227 to screen 0.05079, screen 0.84227 nohead front linewidth 3 linecolor rgb '#0072b2'
set label 102 '' at screen 0.03197, screen 0.84227 point pointtype 9 pointsize 0.66 linewidth 1.6 linecolor rgb '#0072b2' front
set label 103 'better' at screen 0.06105, screen 0.84227 left textcolor rgb '#2b2d33' front
set arrow 104 from screen 0.01316, screen 0.77918 to screen 0.05079, screen 0.77918 nohead front linewidth 3 linecolor rgb '#d55e00'
set label 105 '' at screen 0.03197, screen 0.77918 point pointtype 11 pointsize 0.66 linewidth 1.6 linecolor rgb '#d55e00' front
set label 106 'worse' at screen 0.06105, screen 0.77918 left textcolor rgb '#2b2d33' front
set arrow 107 from screen 0.13118, screen 0.84227 to screen 0.16882, screen 0.84227 nohead front linewidth 3 linecolor rgb '#2b2d33'
set label 108 '' at screen 0.15000, screen 0.84227 point pointtype 5 pointsize 0.66 linewidth 1.6 linecolor rgb '#2b2d33' front
set label 109 'same' at screen 0.17908, screen 0.84227 left textcolor rgb '#2b2d33' front
set arrow 110 from screen 0.13118, screen 0.77918 to screen 0.16882, screen 0.77918 nohead front linewidth 3 linecolor rgb '#808086'
set label 111 '' at screen 0.15000, screen 0.77918 point pointtype 6 pointsize 0.66 linewidth 1.6 linecolor rgb '#808086' front
set label 112 'undecided' at screen 0.17908, screen 0.77918 left textcolor rgb '#2b2d33' front
set object 113 rectangle from screen 0.28633, screen 0.82587 to screen 0.32396, screen 0.85868 behind fillcolor rgb '#808086' fillstyle transparent solid 0.22 noborder
set label 114 'no change that matters' at screen 0.33422, screen 0.84227 left textcolor rgb '#2b2d33' front
set arrow 115 from screen 0.28633, screen 0.77918 to screen 0.32396, screen 0.77918 nohead front linewidth 3 linecolor rgb '#808086'
set label 116 '95 % interval' at screen 0.33422, screen 0.77918 left textcolor rgb '#2b2d33' front
set label 117 'difference in accuracy, percentage points' at screen 0.40968, screen 0.03785 center textcolor rgb '#2b2d33'
set lmargin at screen 0.18949
set rmargin at screen 0.62988
set tmargin at screen 0.65931
set bmargin at screen 0.15142
set xrange [-10:15]
set xtics ('−10' -10, '−5' -5, '0' 0, '5' 5, '10' 10, '15' 15)
set yrange [-6.5:0.5]
set ytics ('' 0, '' -1, '' -2, '' -3, '' -4, '' -5, '' -6)
set arrow 1 from screen 0.00526, first -5.5 to screen 0.99474, first -5.5 nohead linewidth 1 linecolor rgb '#808086'
set label 200 'Knowledge' at screen 0.17922, first -0 right textcolor rgb '#2b2d33'
set label 201 '+3.25' at screen 0.73439, first -0 right textcolor rgb '#2b2d33'
set label 202 '[1.00, 5.50]' at screen 0.88663, first -0 right textcolor rgb '#2b2d33'
set label 203 '0.004' at screen 0.99474, first -0 right textcolor rgb '#2b2d33'
set label 204 '50% of $x_1$ & #2' at screen 0.17922, first -1 right textcolor rgb '#2b2d33'
set label 205 '−4.00' at screen 0.73439, first -1 right textcolor rgb '#2b2d33'
set label 206 '[−7.00, −1.00]' at screen 0.88663, first -1 right textcolor rgb '#2b2d33'
set label 207 '< 0.001' at screen 0.99474, first -1 right textcolor rgb '#2b2d33'
set label 208 'Reasoning' at screen 0.17922, first -2 right textcolor rgb '#2b2d33'
set label 209 '+0.10' at screen 0.73439, first -2 right textcolor rgb '#2b2d33'
set label 210 '[−0.60, 0.80]' at screen 0.88663, first -2 right textcolor rgb '#2b2d33'
set label 211 'Coding' at screen 0.17922, first -3 right textcolor rgb '#2b2d33'
set label 212 '+2.00' at screen 0.73439, first -3 right textcolor rgb '#2b2d33'
set label 213 '[−30.00, ∞]' at screen 0.88663, first -3 right textcolor rgb '#2b2d33'
set label 214 '0.700' at screen 0.99474, first -3 right textcolor rgb '#2b2d33'
set label 215 'Math' at screen 0.17922, first -4 right textcolor rgb '#2b2d33'
set label 216 '–' at screen 0.73439, first -4 right textcolor rgb '#2b2d33'
set label 217 'Chat' at screen 0.17922, first -5 right textcolor rgb '#2b2d33'
set label 218 '−1.00' at screen 0.73439, first -5 right textcolor rgb '#2b2d33'
set label 219 'Overall' at screen 0.17922, first -6 right textcolor rgb '#2b2d33'
set label 220 '+0.50' at screen 0.73439, first -6 right textcolor rgb '#2b2d33'
set label 221 '[−1.20, 2.20]' at screen 0.88663, first -6 right textcolor rgb '#2b2d33'
set label 222 '0.550' at screen 0.99474, first -6 right textcolor rgb '#2b2d33'
set label 223 'difference' at screen 0.73439, first 1.022 right textcolor rgb '#2b2d33'
set label 224 '95 % interval' at screen 0.88663, first 1.022 right textcolor rgb '#2b2d33'
set label 225 'adjusted p' at screen 0.99474, first 1.022 right textcolor rgb '#2b2d33'
set arrow 200 from first -9.5, first -3 to first -10, first -3 head filled linewidth 2.4 linecolor rgb '#808086'
set arrow 201 from first 14.5, first -3 to first 15, first -3 head filled linewidth 2.4 linecolor rgb '#808086'
lo = -10
hi = 15
cut(v) = v < lo ? lo : v > hi ? hi : v
plot 'forest.tsv' index 6 using 3:(0):(cut($3)):(cut($4)):(-6.5):(0.5) with boxxyerror linecolor rgb '#808086' fillstyle transparent solid 0.22 noborder notitle, \
     'forest.tsv' index 5 using 2:(-6.5):(0):(7) with vectors nohead linewidth 1.8 linecolor rgb '#808086' dashtype (6,4) notitle, \
     'forest.tsv' index 0 using 2:(-$1) with points pointtype 7 pointsize 0.78 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'forest.tsv' index 1 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#0072b2' notitle, \
     'forest.tsv' index 1 using 2:(-$1) with points pointtype 9 pointsize 0.78 linewidth 1.6 linecolor rgb '#0072b2' notitle, \
     'forest.tsv' index 2 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#d55e00' notitle, \
     'forest.tsv' index 2 using 2:(-$1) with points pointtype 11 pointsize 0.78 linewidth 1.6 linecolor rgb '#d55e00' notitle, \
     'forest.tsv' index 3 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#2b2d33' notitle, \
     'forest.tsv' index 3 using 2:(-$1) with points pointtype 5 pointsize 0.78 linewidth 1.6 linecolor rgb '#2b2d33' notitle, \
     'forest.tsv' index 4 using (cut($3)):(-$1):(cut($4)-cut($3)):(0) with vectors nohead linewidth 2.4 linecolor rgb '#808086' notitle, \
     'forest.tsv' index 4 using 2:(-$1) with points pointtype 7 pointsize 0.78 linecolor rgb '#ffffff' notitle, \
     'forest.tsv' index 4 using 2:(-$1) with points pointtype 6 pointsize 0.78 linewidth 1.6 linecolor rgb '#808086' notitle
