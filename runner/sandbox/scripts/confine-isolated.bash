# confine-isolated PID PIDS INSTANCES WATCHES FILES [FOLDER SIZE]...
# Runs once in the user and PID namespaces of a new sandbox, with their capabilities and the host's files.
set -e
close_descriptors 2
pid=$1
own_counters "$2" "$3" "$4"
shift 4
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
