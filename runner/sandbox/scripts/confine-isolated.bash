# confine-isolated PID PIDS FILES FOLDER SIZE [FOLDER SIZE]...
# Runs once in the user and PID namespaces of a new sandbox, with their capabilities and the host's files.
set -e
close_descriptors 2
pid=$1 pids=$2
shift 2
# The sandbox's own counter: nothing inside can become root of a namespace of its own.
echo 0 >/proc/sys/user/max_user_namespaces
if [ "$pids" != - ]; then echo "$pids" >/proc/sys/kernel/pid_max; fi
# Without these a tmpfs takes half of the machine's memory. A file takes memory, too, however small it is.
exec nsenter -t "$pid" -m -- /bin/bash --noprofile --norc -p -ec '
  files=$1
  shift
  while [ $# -gt 0 ]; do
    mount -i -n -o "remount,nosuid,nodev,size=$2,nr_inodes=$files" tmpfs "$1"
    shift 2
  done
  # Programs may not write what belongs to the first process, such as its share of the processor.
  exec mount -i -n -o bind,ro /proc/1 /proc/1
' remount "$@"
