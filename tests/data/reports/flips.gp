# Drawn by gnuplot 5 or later from the .tsv beside it.
set encoding utf8
set terminal svg noenhanced size 760,388 font 'Helvetica,13' linewidth 1
set output 'flips.svg'
set datafile separator tab
set decimalsign '.'
set border 1 linewidth 1 linecolor rgb '#808086'
set tics scale 0 textcolor rgb '#2b2d33'
set grid back linetype 1 linewidth 1 linecolor rgb '#e2e2e6'
set errorbars 0
set style fill solid 1.0 noborder
unset grid
unset border
unset key
unset tics
set label 1 'Flips' at screen 0.01316, screen 0.95876 left font ',15' textcolor rgb '#2b2d33'
set lmargin at screen 0.17221
set rmargin at screen 0.82779
set tmargin at screen 0.74742
set bmargin at screen 0
set xrange [0:1]
set yrange [388:98]
set label 10 'A-7B' at screen 0.00526, screen 0.78866 left front textcolor rgb '#2b2d33'
set label 11 'B-27B' at screen 0.99474, screen 0.78866 right front textcolor rgb '#2b2d33'
set object 12 rectangle from screen 0.00526, screen 0.87938 to screen 0.02237, screen 0.85258 front fillcolor rgb '#0072b2' fillstyle solid noborder
set label 13 'better: 30' at screen 0.03092, screen 0.86598 left front textcolor rgb '#2b2d33'
set object 14 rectangle from screen 0.14279, screen 0.87938 to screen 0.15989, screen 0.85258 front fillcolor rgb '#d55e00' fillstyle solid noborder
set label 15 'worse: 23' at screen 0.16845, screen 0.86598 left front textcolor rgb '#2b2d33'
set object 16 rectangle from screen 0.27861, screen 0.87938 to screen 0.29571, screen 0.85258 front fillcolor rgb '#808086' fillstyle solid noborder
set label 17 'unchanged: 150' at screen 0.30426, screen 0.86598 left front textcolor rgb '#2b2d33'
set object 18 rectangle from screen 0.15511, screen 0.71134 to screen 0.17221, screen 0.34572 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 19 'right  121' at screen 0.14655, screen 0.52853 right front textcolor rgb '#2b2d33'
set object 20 rectangle from screen 0.15511, screen 0.30963 to screen 0.17221, screen 0.06186 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 21 'wrong  82' at screen 0.14655, screen 0.18574 right front textcolor rgb '#2b2d33'
set object 22 rectangle from screen 0.82779, screen 0.74742 to screen 0.84489, screen 0.35460 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 23 'right  130' at screen 0.85345, screen 0.55101 left front textcolor rgb '#2b2d33'
set object 24 rectangle from screen 0.82779, screen 0.31852 to screen 0.84489, screen 0.31550 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 25 'in part  1' at screen 0.85345, screen 0.31701 left front textcolor rgb '#2b2d33'
set object 26 rectangle from screen 0.82779, screen 0.27942 to screen 0.84489, screen 0.06790 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 27 'wrong  70' at screen 0.85345, screen 0.17366 left front textcolor rgb '#2b2d33'
set object 28 rectangle from screen 0.82779, screen 0.03182 to screen 0.84489, screen 0.02577 front fillcolor rgb '#2b2d33' fillstyle solid noborder
set label 29 'not answered  2' at screen 0.85345, screen 0.02879 left front textcolor rgb '#2b2d33'
s(x, a, b) = a + (b - a) * x * x * (3 - 2 * x)
set samples 61
plot '+' using 1:(s($1,112,98)):(s($1,229.24,215.24)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.30 noborder notitle, \
     '+' using 1:(s($1,303.03,303.03)):(s($1,361.66,361.66)) with filledcurves linecolor rgb '#808086' fillstyle transparent solid 0.30 noborder notitle, \
     '+' using 1:(s($1,229.24,264.41)):(s($1,230.41,265.59)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,229.24,264.41)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,230.41,265.59)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,230.41,279.59)):(s($1,253.86,303.03)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,230.41,279.59)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,253.86,303.03)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,267.86,215.24)):(s($1,303.03,250.41)) with filledcurves linecolor rgb '#0072b2' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,267.86,215.24)) with lines linewidth 1 linecolor rgb '#0072b2' notitle, \
     '+' using 1:(s($1,303.03,250.41)) with lines linewidth 1 linecolor rgb '#0072b2' notitle, \
     '+' using 1:(s($1,361.66,375.66)):(s($1,364,378)) with filledcurves linecolor rgb '#d55e00' fillstyle transparent solid 0.75 noborder notitle, \
     '+' using 1:(s($1,361.66,375.66)) with lines linewidth 1 linecolor rgb '#d55e00' notitle, \
     '+' using 1:(s($1,364,378)) with lines linewidth 1 linecolor rgb '#d55e00' notitle
