/* A wall clock that is AHEAD seconds ahead, for whatever is started with this library in LD_PRELOAD.
 * The clocks that measure how long something takes are left alone: sleeping and waiting work as ever. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <semaphore.h>
#include <sys/time.h>
#include <time.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int clock_gettime(clockid_t clock, struct timespec *now) {
  int status = REAL(clock_gettime)(clock, now);
  if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += AHEAD;
  return status;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int status = REAL(gettimeofday)(now, zone);
  if (status == 0) now->tv_sec += AHEAD;
  return status;
}

time_t time(time_t *now) {
  struct timespec found;
  clock_gettime(CLOCK_REALTIME, &found);
  if (now) *now = found.tv_sec;
  return found.tv_sec;
}

/* the system's own clock ends the waiting */
int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict end) {
  struct timespec there = {end->tv_sec - AHEAD, end->tv_nsec};
  return REAL(sem_timedwait)(semaphore, &there);
}
