# close-descriptors HIGHEST COMMAND...
# Runs COMMAND with no file descriptor above HIGHEST: a terminal must not inherit the master side of another one.
highest=$1
shift
for descriptor in /dev/fd/*; do
  descriptor=${descriptor##*/}
  if ((descriptor > highest)); then eval "exec $descriptor>&-"; fi
done
exec "$@"
