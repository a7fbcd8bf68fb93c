/* What the page asks of the guest: reads lines from the second console, answers each with a line.
 *
 *   ID clock SECONDS    set the clock; a restored machine believes in the day on which it was saved
 *   ID seed HEX         give the kernel randomness; without it every reader's containers get the same IDs
 *   ID size ROWS COLS   tell the terminal its size
 *   ID open NAME        copy NAME from the page's file system to /root, and start the terminal's shell there
 *
 * The answer is `ID ok`, or `ID error WHAT`. It is one program, not a script: right after a restore every process that
 * a shell starts costs a tenth of a second.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define CONSOLE "/dev/hvc1"
#define TERMINAL "/dev/hvc0"
#define PAGE "/run/lab/page"    /* the file system that the page writes to */
#define SHELL "/run/lab/shell"  /* holds the process that reads the terminal, once it has a folder */
#define FOLDER "/run/lab/folder" /* a pipe: the shell waits here for the name of its folder */
#define MOMENT 5000      /* microseconds */
#define PATIENCE 400     /* moments that the shell before has to make way */
#define LIMIT 12000      /* moments that the next one has to come to the pipe */

static char paths[2][4096];

static int set_clock(const char *seconds) {
    struct timespec now = {.tv_sec = atoll(seconds)};
    return clock_settime(CLOCK_REALTIME, &now);
}

static int seed(const char *hex) {
    struct { int bits, bytes; unsigned char data[64]; } pool = {0};
    for (; pool.bytes < 64 && hex[0] && hex[1]; hex += 2) {
        char digits[3] = {hex[0], hex[1], 0};
        pool.data[pool.bytes++] = (unsigned char)strtoul(digits, NULL, 16);
    }
    pool.bits = 8 * pool.bytes;
    int urandom = open("/dev/urandom", O_WRONLY);
    if (urandom < 0) return -1;
    /* The second call makes the kernel use it at once, not at its next turn, which may be a minute away. */
    int failed = ioctl(urandom, RNDADDENTROPY, &pool) || ioctl(urandom, RNDRESEEDCRNG);
    close(urandom);
    return failed ? -1 : 0;
}

static int size(const char *words) {
    struct winsize window = {0};
    if (sscanf(words, "%hu %hu", &window.ws_row, &window.ws_col) != 2) { errno = EINVAL; return -1; }
    int terminal = open(TERMINAL, O_RDWR | O_NOCTTY);
    if (terminal < 0) return -1;
    int failed = ioctl(terminal, TIOCSWINSZ, &window);
    close(terminal);
    return failed;
}

/* Copies the file or folder whose names stand in `paths`, with its mode. */
static int copy(void) {
    static char block[65536];
    struct stat about;
    if (lstat(paths[0], &about)) return -1;
    if (S_ISDIR(about.st_mode)) {
        if (mkdir(paths[1], 0755) && errno != EEXIST) return -1;
        DIR *folder = opendir(paths[0]);
        if (!folder) return -1;
        size_t ends[2] = {strlen(paths[0]), strlen(paths[1])};
        int failed = 0;
        for (struct dirent *entry; !failed && (entry = readdir(folder));) {
            if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
            for (int i = 0; i < 2; i++) snprintf(paths[i] + ends[i], sizeof paths[i] - ends[i], "/%s", entry->d_name);
            failed = copy();
            for (int i = 0; i < 2; i++) paths[i][ends[i]] = 0;
        }
        closedir(folder);
        return failed;
    }
    int from = open(paths[0], O_RDONLY), to = open(paths[1], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ssize_t read_bytes = -1;
    if (from >= 0 && to >= 0)
        while ((read_bytes = read(from, block, sizeof block)) > 0)
            if (write(to, block, (size_t)read_bytes) != read_bytes) { read_bytes = -1; break; }
    if (from >= 0) close(from);
    if (to >= 0) close(to);
    return read_bytes < 0 || chmod(paths[1], about.st_mode & 07777) ? -1 : 0;
}

/* The pipe's end for writing, once a shell waits at the other. One that has a folder makes way for it. */
static int await_shell(void) {
    int before = 0;
    for (int moment = 0;; moment++) {
        FILE *known = fopen(SHELL, "r");
        if (known) {
            if (fscanf(known, "%d", &before) == 1 && !unlink(SHELL)) kill(before, SIGHUP);
            fclose(known);
        }
        int pipe = open(FOLDER, O_WRONLY | O_NONBLOCK);
        if (pipe >= 0 || errno != ENXIO) return pipe;
        if (before && moment == PATIENCE) kill(before, SIGKILL);
        if (before && moment == LIMIT) { errno = ETIMEDOUT; return -1; }
        usleep(MOMENT);
    }
}

static int open_folder(const char *name) {
    snprintf(paths[0], sizeof paths[0], PAGE "/%s", name);
    snprintf(paths[1], sizeof paths[1], "/root/%s", name);
    if (copy()) return -1;
    int pipe = await_shell();
    if (pipe < 0) return -1;
    int failed = dprintf(pipe, "%s\n", name) < 0;
    close(pipe);
    return failed ? -1 : 0;
}

static int answer(const char *verb, const char *rest) {
    if (!strcmp(verb, "clock")) return set_clock(rest);
    if (!strcmp(verb, "seed")) return seed(rest);
    if (!strcmp(verb, "size")) return size(rest);
    if (!strcmp(verb, "open")) return open_folder(rest);
    errno = ENOSYS;
    return -1;
}

int main(void) {
    static char line[8192];
    int console = open(CONSOLE, O_RDWR | O_NOCTTY);
    struct termios plain;
    if (console < 0 || tcgetattr(console, &plain)) { perror(CONSOLE); return 1; }
    cfmakeraw(&plain);
    tcsetattr(console, TCSANOW, &plain);
    signal(SIGPIPE, SIG_IGN);
    FILE *requests = fdopen(console, "r");
    while (fgets(line, sizeof line, requests)) {
        int rest = 0;
        char id[32], verb[32];
        line[strcspn(line, "\r\n")] = 0;
        if (sscanf(line, "%31s %31s %n", id, verb, &rest) != 2) continue;
        if (answer(verb, line + rest)) dprintf(console, "%s error %s\n", id, strerror(errno));
        else dprintf(console, "%s ok\n", id);
    }
    return 1;
}
