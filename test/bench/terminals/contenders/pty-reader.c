/*
 * The least that reads a pseudo-terminal. `pty-reader throughput N` runs `seq 1 N` and prints its megabytes per second;
 * `pty-reader echo N` types N keys and prints the p50 and p99 of their echo in milliseconds.
 */
#define _GNU_SOURCE
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int start(char *const argv[]) {
  int master;
  if (forkpty(&master, NULL, NULL, NULL) == 0) {
    execvp(argv[0], argv);
    _exit(127);
  }
  return master;
}

int main(int argc, char **argv) {
  static char buffer[65536];
  if (argc < 3) return 2;
  if (strcmp(argv[1], "throughput") == 0) {
    double begin = now(), bytes = 0;
    int master = start((char *[]){"seq", "1", argv[2], NULL});
    for (ssize_t got; (got = read(master, buffer, sizeof buffer)) > 0;) bytes += got;
    printf("{\"throughput\":%.3f}\n", bytes / 1e3 / (now() - begin));
    return 0;
  }
  int count = atoi(argv[2]);
  double *times = calloc(count, sizeof *times);
  int master = start((char *[]){"cat", NULL});
  usleep(100000);
  for (int index = 0; index < count; index++) {
    double typed = now();
    if (write(master, "x", 1) != 1 || read(master, buffer, sizeof buffer) < 1) return 1;
    times[index] = now() - typed;
    usleep(2000 + rand() % 4000);
  }
  qsort(times, count, sizeof *times, ascending);
  printf("{\"p50\":%.4f,\"p99\":%.4f}\n", times[count / 2], times[count * 99 / 100]);
  return 0;
}
