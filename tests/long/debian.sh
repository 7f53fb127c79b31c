# The committed sources are a Debian source package: it builds, lintian finds no error, and the program of it runs.
mkdir sources && git -C "$top" archive HEAD | tar -x -C sources
cd sources
DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" dpkg-buildpackage -us -uc >../log 2>&1 || tail -20 ../log
cd ..
ls ./*.dsc ./*.deb | grep -v dbgsym | sed 's/_amd64\|_arm64//'
lintian --allow-root --fail-on error ./*.changes
mkdir root
dpkg -x assay_*.deb root
cd root
export ASSAY_SUITES=$PWD/usr/share/assay/suites
usr/bin/assay run --model length --suite core --output run --quiet | sed -n '/Overall/s/  .*//p'
