# hold OPEN_FILES TASKS DATA_KIB FILE_KIB LABEL
# The first process of a sandbox: adopts and reaps what its programs leave behind, cannot be ended from inside, has
# their limits ("-" for none), and ends, and with it the whole sandbox, when the runner's end of its input closes.
trap '' HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM XCPU XFSZ VTALRM PROF SYS
for limit in "-n $1" "-u $2" "-d $3" "-f $4" "-c 0"; do
  # A limit that is lower already cannot be raised, and need not be.
  if [ "${limit#* }" != - ]; then ulimit $limit 2>/dev/null; fi
done
echo ready
exec >/dev/null 2>&1
while read -r; do :; done
