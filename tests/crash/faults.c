/* Counts what a program writes, and at the n-th call kills it or lets the call fail. Preloaded and armed by tests/crash/killing.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <unistd.h>

static int armed, failure, for_good;
static long at, seen;

/* at = 0 only counts; error = 0 kills; otherwise the call fails with that error, once or from then on. */
void mrm_arm(long call, int error, int stays) {
    at = call;
    failure = error;
    for_good = stays;
    seen = 0;
    armed = 1;
}

long mrm_seen(void) { return seen; }

static int due(void) {
    if (!armed)
        return 0;
    long now = __sync_add_and_fetch(&seen, 1);
    if (at == 0 || (now != at && !(for_good && now > at)))
        return 0;
    if (failure == 0)
        kill(getpid(), SIGKILL);
    errno = failure;
    return 1;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define IS_OURS(fd) ((fd) > 2 && due())

ssize_t write(int fd, const void *from, size_t size) { REAL(write); return IS_OURS(fd) ? -1 : real(fd, from, size); }
ssize_t pwrite(int fd, const void *from, size_t size, off_t to) { REAL(pwrite); return IS_OURS(fd) ? -1 : real(fd, from, size, to); }
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t to) { REAL(pwrite64); return IS_OURS(fd) ? -1 : real(fd, from, size, to); }
ssize_t sendfile(int to, int from, off_t *where, size_t size) { REAL(sendfile); return IS_OURS(to) ? -1 : real(to, from, where, size); }
ssize_t sendfile64(int to, int from, off64_t *where, size_t size) { REAL(sendfile64); return IS_OURS(to) ? -1 : real(to, from, where, size); }
int fsync(int fd) { REAL(fsync); return IS_OURS(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return IS_OURS(fd) ? -1 : real(fd); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); return IS_OURS(fd) ? -1 : real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); return IS_OURS(fd) ? -1 : real(fd, size); }
/* A full disk lets names be taken away and changed: these only die. */
int rename(const char *from, const char *to) { REAL(rename); if (failure == 0) due(); return real(from, to); }
int unlink(const char *name) { REAL(unlink); if (failure == 0) due(); return real(name); }
