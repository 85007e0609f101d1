# run FOLDER OPEN_FILES TASKS DATA_KIB FILE_KIB POLITENESS PROGRAM...
# Starts PROGRAM in FOLDER under limits ("-" for none) and ends the way it ends. This process stands outside the sandbox's
# PID namespace and shares the program's process group: it ignores what is sent to the group, so that the
# program's own handlers decide.
folder=$1 open_files=$2 tasks=$3 data=$4 file=$5 politeness=$6
shift 6
passed_on='HUP INT QUIT USR1 USR2 PIPE ALRM TERM TSTP TTIN TTOU XCPU XFSZ VTALRM PROF'

limit() {
  # A limit that is lower already cannot be raised, and need not be.
  if [ "$2" != - ]; then ulimit "$1" "$2"; fi
}

trap '' $passed_on
# Bash remarks on children that die of a signal: its own remarks must not mix with the program's.
exec 3>&2 2>/dev/null
(
  limit -n "$open_files"
  limit -u "$tasks"
  limit -d "$data"
  limit -f "$file"
  limit -c 0
  umask 022
  # When the machine runs out of memory, the lab goes first.
  if [ -w /proc/self/oom_score_adj ]; then echo 500 >/proc/self/oom_score_adj; fi
  # Where sessions share the processor evenly whatever their programs' niceness, the session has one of its own.
  if [ "$politeness" != - ] && [ -w /proc/self/autogroup ]; then echo "$politeness" >/proc/self/autogroup; fi
  cd "$folder" 2>&3 || exit 126
  trap - $passed_on
  exec 2>&3 3>&-
  exec "$@"
)
code=$?
case $code in
  129 | 130 | 131 | 132 | 133 | 134 | 135 | 136 | 137 | 138 | 139 | 140 | 141 | 142 | 143 | 152 | 153 | 154 | 155 | 159)
    trap - $passed_on
    ulimit -c 0
    kill -$((code - 128)) $$
    # Bash itself cannot die of SIGQUIT; other shells can.
    exec /bin/sh -c "kill -$((code - 128)) \$\$; exit $code"
    ;;
esac
exit $code
