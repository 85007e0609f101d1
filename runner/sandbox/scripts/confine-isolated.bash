# confine-isolated PID PIDS TMP_SIZE SHM_SIZE FILES
# Runs once in the user and PID namespaces of a new sandbox, with their capabilities and the host's files.
set -e
close_descriptors 2
pid=$1 pids=$2 tmp_size=$3 shm_size=$4 files=$5
# The sandbox's own counter: nothing inside can become root of a namespace of its own.
echo 0 >/proc/sys/user/max_user_namespaces
if [ "$pids" != - ]; then echo "$pids" >/proc/sys/kernel/pid_max; fi
# Without these a tmpfs takes half of the machine's memory. A file takes memory, too, however small it is.
exec nsenter -t "$pid" -m -- /bin/bash --noprofile --norc -p -ec '
  remount() { mount -i -n -o "remount,nosuid,nodev,size=$2,nr_inodes=$3" tmpfs "$1"; }
  remount /tmp "$1" "$3"
  remount /dev/shm "$2" "$3"
  # Programs may not write what belongs to the first process, such as its share of the processor.
  exec mount -i -n -o bind,ro /proc/1 /proc/1
' remount "$tmp_size" "$shm_size" "$files"
