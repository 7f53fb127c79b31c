# The small version of tests/long/nightly_kill.sh: five kills.
KILLS=5
. "$top/tests/long/nightly_kill.sh"
