# hold LABEL
# The first process of a sandbox: adopts and reaps what its programs leave behind, cannot be ended from inside, and
# ends, and with it the whole sandbox, when the runner's end of its input closes.
trap '' HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM XCPU XFSZ VTALRM PROF SYS
echo ready
exec >/dev/null 2>&1
while read -r; do :; done
