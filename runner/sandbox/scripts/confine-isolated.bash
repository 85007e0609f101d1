# confine-isolated PID PIDS INSTANCES WATCHES TMP_SIZE SHM_SIZE FILES
# Runs once in the user and PID namespaces of a new sandbox, with their capabilities and the host's files.
set -e
close_descriptors 2
pid=$1 tmp_size=$5 shm_size=$6 files=$7
own_counters "$2" "$3" "$4"
# Without these a tmpfs takes half of the machine's memory. A file takes memory, too, however small it is.
exec nsenter -t "$pid" -m -- /bin/bash --noprofile --norc -p -ec '
  remount() { mount -i -n -o "remount,nosuid,nodev,size=$2,nr_inodes=$3" tmpfs "$1"; }
  remount /tmp "$1" "$3"
  remount /dev/shm "$2" "$3"
  # Programs may not write what belongs to the first process, such as its share of the processor.
  exec mount -i -n -o bind,ro /proc/1 /proc/1
' remount "$tmp_size" "$shm_size" "$files"
