/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's agent. Runs commands for the bench and tells what the kernel
 * says, over the second UART. guest/README.md has the protocol.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PROTOCOL 1

/* guess: longer than any script that a scenario carries in one command. */
#define PAYLOAD_MAX 65536
#define LINE_MAX_BYTES 128
#define JOBS_MAX 32
#define WORDS_MAX 64
#define LINKS_MAX 128

/* A record of /dev/kmsg is never longer (kernel/printk/internal.h,
 * PRINTK_MESSAGE_MAX is 2048; the prefix and the dictionary share a read
 * buffer of 8192, CONSOLE_EXT_LOG_MAX before 6.3). */
#define KMSG_RECORD_MAX 8192

enum verb { VERB_NONE, VERB_BAD, VERB_RUN, VERB_KILL };

struct command {
    enum verb verb;
    uint32_t id;
    const char *payload;            /* inside the buffer that was parsed */
    size_t payload_bytes;
};

struct job {
    uint32_t id;
    pid_t pid;                      /* 0: the slot is free */
    int output;                     /* -1: at its end */
    bool ended;
};

struct link {
    int index;                      /* 0: the slot is free */
    char name[IF_NAMESIZE];
    bool up;
    long mbps;
};

static int uart = -1;
static int kmsg = -1;
static int netlink = -1;
static int children = -1;
static struct job jobs[JOBS_MAX];
static struct link links[LINKS_MAX];

static void die(const char *what)
{
    fprintf(stderr, "hotcage-agent: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* --- To the host -------------------------------------------------------- */

static void send_bytes(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(uart, bytes, len);

        if (n < 0 && errno != EINTR) {
            die("write");
        }
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        }
    }
}

__attribute__((format(printf, 1, 2)))
static void send_line(const char *format, ...)
{
    char line[256];
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (len >= (int)sizeof(line)) {
        len = sizeof(line) - 1;
    }
    send_bytes(line, (size_t)len);
}

static void send_payload(const char *bytes, size_t len)
{
    send_bytes(bytes, len);
    send_bytes("\n", 1);
}

/* --- From the host ------------------------------------------------------ */

/* Reads digits and whatever character must follow them. */
static bool parse_number(const char **at, char end, uint32_t *ret_value)
{
    const char *p = *at;
    uint64_t value = 0;

    for (; *p >= '0' && *p <= '9'; p++) {
        value = value * 10 + (uint64_t)(*p - '0');
        if (value > UINT32_MAX) {
            return false;
        }
    }
    if (p == *at || *p != end) {
        return false;
    }
    *at = p + 1;
    *ret_value = (uint32_t)value;
    return true;
}

/* Finds the command at the start of a buffer. Returns how many bytes it is
 * long, or 0 when more bytes must come first. What is no command is
 * VERB_BAD, as long as its line: after garbage, the next line counts. */
static size_t parse_command(const char *buffer, size_t used,
                            struct command *ret_command)
{
    size_t window = used < LINE_MAX_BYTES ? used : LINE_MAX_BYTES;
    const char *newline = memchr(buffer, '\n', window);
    struct command command = { .verb = VERB_BAD };
    const char *at = buffer;
    uint32_t len;
    size_t line;

    if (!newline && used < LINE_MAX_BYTES) {
        return 0;
    }
    line = newline ? (size_t)(newline - buffer) + 1 : window;
    if (line == 1) {
        command.verb = VERB_NONE;
    } else if (!newline) {
        command.verb = VERB_BAD;
    } else if (strncmp(buffer, "KILL ", 5) == 0) {
        at += 5;
        if (parse_number(&at, '\n', &command.id)) {
            command.verb = VERB_KILL;
        }
    } else if (strncmp(buffer, "RUN ", 4) == 0) {
        at += 4;
        if (parse_number(&at, ' ', &command.id) &&
            parse_number(&at, '\n', &len) && len <= PAYLOAD_MAX) {
            if (used < line + len + 1) {
                return 0;
            }
            if (buffer[line + len] == '\n') {
                command.verb = VERB_RUN;
                command.payload = buffer + line;
                command.payload_bytes = len;
                line += len + 1;
            }
        }
    }
    *ret_command = command;
    return line;
}

/* --- Commands ----------------------------------------------------------- */

static struct job *find_job(uint32_t id)
{
    for (size_t i = 0; i < JOBS_MAX; i++) {
        if (jobs[i].pid && jobs[i].id == id && !jobs[i].ended) {
            return &jobs[i];
        }
    }
    return NULL;
}

static struct job *free_job(void)
{
    for (size_t i = 0; i < JOBS_MAX; i++) {
        if (!jobs[i].pid) {
            return &jobs[i];
        }
    }
    return NULL;
}

/* A command of plain words, which a shell would only split. Returns false for
 * what a shell has to see: quotes, variables, patterns, several commands. */
static bool split_words(char *script, char **ret_words)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+,-./:=@_% ";
    size_t count = 0;

    if (script[strspn(script, plain)] != '\0') {
        return false;
    }
    for (char *word = strtok(script, " "); word; word = strtok(NULL, " ")) {
        if (count == WORDS_MAX || (count == 0 && strchr(word, '='))) {
            return false;
        }
        ret_words[count++] = word;
    }
    ret_words[count] = NULL;
    return count > 0;
}

/* The program itself, if that is all there is: a shell before it costs as much
 * as many a program. What is none, such as cd, is the shell's affair. */
static void try_program(const char *script)
{
    static char copy[PAYLOAD_MAX + 1];
    char *words[WORDS_MAX + 1];

    strcpy(copy, script);
    if (split_words(copy, words)) {
        execvp(words[0], words);
    }
}

static void become_shell(const char *script, int output)
{
    sigset_t none;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

    setpgid(0, 0);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    try_program(script);
    execl("/bin/sh", "sh", "-c", script, (char *)NULL);
    _exit(127);
}

/* Starts a job, or says in errno why there is none. */
static pid_t start_shell(const char *script, int *ret_output)
{
    int ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) < 0) {
        return -1;
    }
    pid = fork();
    if (pid == 0) {
        become_shell(script, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return -1;
    }
    /* Both sides do it: either may be the first to need it. */
    setpgid(pid, pid);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *ret_output = ends[0];
    return pid;
}

static void run(const struct command *command)
{
    static char script[PAYLOAD_MAX + 1];
    struct job *job = free_job();
    int output;
    pid_t pid;

    if (find_job(command->id)) {
        send_line("ERR command %u is still running\n", (unsigned)command->id);
        return;
    }
    if (!job) {
        send_line("ERR more than %d commands at once\n", JOBS_MAX);
        return;
    }
    memcpy(script, command->payload, command->payload_bytes);
    script[command->payload_bytes] = '\0';
    pid = start_shell(script, &output);
    if (pid < 0) {
        send_line("ERR cannot run: %s\n", strerror(errno));
        return;
    }
    *job = (struct job){ .id = command->id, .pid = pid, .output = output };
}

static void kill_job(uint32_t id)
{
    struct job *job = find_job(id);

    if (!job) {
        send_line("ERR no command %u is running\n", (unsigned)id);
        return;
    }
    kill(-job->pid, SIGKILL);
}

static void obey(const struct command *command)
{
    switch (command->verb) {
    case VERB_NONE:
        break;
    case VERB_BAD:
        send_line("ERR not a command\n");
        break;
    case VERB_RUN:
        run(command);
        break;
    case VERB_KILL:
        kill_job(command->id);
        break;
    }
}

static void read_host(void)
{
    static char buffer[LINE_MAX_BYTES + PAYLOAD_MAX + 1];
    static size_t used;
    struct command command;
    size_t done = 0;
    size_t len;
    ssize_t n = read(uart, buffer + used, sizeof(buffer) - used);

    if (n < 0 && errno != EINTR && errno != EAGAIN) {
        die("read");
    }
    if (n > 0) {
        used += (size_t)n;
    }
    while (done < used) {
        len = parse_command(buffer + done, used - done, &command);
        if (len == 0) {
            break;
        }
        obey(&command);
        done += len;
    }
    used -= done;
    memmove(buffer, buffer + done, used);
}

/* A process that a command left behind may hold the pipe after the command's
 * end. Its output is read, so that it can go on, and dropped. */
static bool read_output(struct job *job)
{
    char bytes[4096];
    ssize_t n = read(job->output, bytes, sizeof(bytes));

    if (n > 0) {
        if (!job->ended) {
            send_line("OUT %u %zd\n", (unsigned)job->id, n);
            send_payload(bytes, (size_t)n);
        }
        return true;
    }
    if (n == 0) {
        close(job->output);
        job->output = -1;
        if (job->ended) {
            job->pid = 0;
        }
    }
    return false;
}

static void end_job(struct job *job, int status)
{
    int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
                                   : WEXITSTATUS(status);

    while (job->output >= 0 && read_output(job)) {
        continue;
    }
    send_line("END %u %d\n", (unsigned)job->id, code);
    job->ended = true;
    if (job->output < 0) {
        job->pid = 0;
    }
}

static void reap_children(void)
{
    struct signalfd_siginfo info;
    int status;
    pid_t pid;

    if (read(children, &info, sizeof(info)) < 0 && errno != EAGAIN) {
        die("signalfd");
    }
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (size_t i = 0; i < JOBS_MAX; i++) {
            if (jobs[i].pid == pid && !jobs[i].ended) {
                end_job(&jobs[i], status);
            }
        }
    }
}

/* --- The kernel's log --------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* /dev/kmsg writes what is not printable as \xNN, the backslash as well
 * (kernel/printk/printk.c, msg_add_ext_text). Undone in place. */
static size_t unescape(char *text, size_t len)
{
    size_t out = 0;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\\' && i + 3 < len && text[i + 1] == 'x' &&
            hex_digit(text[i + 2]) >= 0 && hex_digit(text[i + 3]) >= 0) {
            text[out++] = (char)(hex_digit(text[i + 2]) * 16 +
                                 hex_digit(text[i + 3]));
            i += 3;
        } else {
            text[out++] = text[i];
        }
    }
    return out;
}

/* "priority,sequence,usec,flags;text\n KEY=value\n"
 * (Documentation/ABI/testing/dev-kmsg). The priority holds the facility above
 * three bits of level; the kernel's own is 0. */
static void send_record(char *record)
{
    char *text = strchr(record, ';');
    unsigned long long usec;
    unsigned priority;
    size_t len;

    if (!text ||
        sscanf(record, "%u,%*u,%llu,", &priority, &usec) != 2 ||
        priority > 7) {
        return;
    }
    text++;
    len = unescape(text, strcspn(text, "\n"));
    send_line("KMSG %u %llu %zu\n", priority, usec, len);
    send_payload(text, len);
}

/* EPIPE: records were overwritten before we came; the next read goes on with
 * the oldest that is left. */
static void read_log(void)
{
    static char record[KMSG_RECORD_MAX + 1];
    ssize_t n;

    for (;;) {
        n = read(kmsg, record, KMSG_RECORD_MAX);
        if (n > 0) {
            record[n] = '\0';
            send_record(record);
        } else if (n == 0 || (errno != EPIPE && errno != EINTR)) {
            return;
        }
    }
}

/* --- Links -------------------------------------------------------------- */

static long speed_of(const char *name)
{
    char path[64 + IF_NAMESIZE];
    long mbps = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/sys/class/net/%s/speed", name);
    file = fopen(path, "re");
    if (!file) {
        return 0;
    }
    /* Unknown reads as -1, and an interface that is down refuses. */
    if (fscanf(file, "%ld", &mbps) != 1 || mbps < 0) {
        mbps = 0;
    }
    fclose(file);
    return mbps;
}

/* The interface's slot, or a free one. */
static struct link *link_slot(int index)
{
    struct link *slot = NULL;

    for (size_t i = 0; i < LINKS_MAX; i++) {
        if (links[i].index == index) {
            return &links[i];
        }
        if (!slot && !links[i].index) {
            slot = &links[i];
        }
    }
    return slot;
}

static void report_link(const struct link *now)
{
    struct link *last = link_slot(now->index);

    /* Beyond the table we cannot tell what changed: report it all. */
    if (last && last->index && last->up == now->up &&
        last->mbps == now->mbps && strcmp(last->name, now->name) == 0) {
        return;
    }
    if (last) {
        *last = *now;
    }
    send_line("LINK %s %s %ld\n", now->name, now->up ? "up" : "down",
              now->mbps);
}

static void forget_link(int index)
{
    struct link *last = link_slot(index);

    if (!last || !last->index) {
        return;
    }
    if (last->up) {
        send_line("LINK %s down 0\n", last->name);
    }
    *last = (struct link){ 0 };
}

static void read_link_message(struct nlmsghdr *header)
{
    struct ifinfomsg *info = NLMSG_DATA(header);
    struct rtattr *attr = IFLA_RTA(info);
    int left = (int)IFLA_PAYLOAD(header);
    struct link now = { .index = info->ifi_index };
    bool carrier = false;

    /* The bridge and IPv6 send this type for matters of their own. */
    if (info->ifi_family != AF_UNSPEC) {
        return;
    }
    if (header->nlmsg_type == RTM_DELLINK) {
        forget_link(info->ifi_index);
        return;
    }
    for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left)) {
        if (attr->rta_type == IFLA_IFNAME) {
            snprintf(now.name, sizeof(now.name), "%s",
                     (const char *)RTA_DATA(attr));
        } else if (attr->rta_type == IFLA_CARRIER) {
            carrier = *(const uint8_t *)RTA_DATA(attr) == 1;
        }
    }
    now.up = carrier && (info->ifi_flags & IFF_UP);
    now.mbps = now.up ? speed_of(now.name) : 0;
    report_link(&now);
}

static void ask_for_links(void)
{
    struct {
        struct nlmsghdr header;
        struct ifinfomsg info;
    } request = {
        .header = { .nlmsg_len = sizeof(request),
                    .nlmsg_type = RTM_GETLINK,
                    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
    };

    if (send(netlink, &request, sizeof(request), 0) < 0) {
        die("netlink");
    }
}

/* Returns true when the answer to ask_for_links() is complete. */
static bool read_links(void)
{
    static union {
        struct nlmsghdr header;
        char bytes[32768];
    } buffer;
    struct nlmsghdr *at = &buffer.header;
    ssize_t n = recv(netlink, &buffer, sizeof(buffer), 0);
    size_t left = n > 0 ? (size_t)n : 0;
    bool complete = false;

    if (n < 0 && errno == ENOBUFS) {
        /* Changes were lost: look at everything again. */
        ask_for_links();
    }
    for (; NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
        if (at->nlmsg_type == RTM_NEWLINK || at->nlmsg_type == RTM_DELLINK) {
            read_link_message(at);
        } else if (at->nlmsg_type == NLMSG_DONE ||
                   at->nlmsg_type == NLMSG_ERROR) {
            complete = true;
        }
    }
    return complete;
}

/* --- The loop ----------------------------------------------------------- */

static void open_uart(const char *path)
{
    struct termios raw;

    uart = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (uart < 0 || tcgetattr(uart, &raw) < 0) {
        die(path);
    }
    cfmakeraw(&raw);
    raw.c_cflag |= CLOCAL | CREAD;
    raw.c_cflag &= ~(tcflag_t)CRTSCTS;
    cfsetspeed(&raw, B3000000);
    if (tcsetattr(uart, TCSANOW, &raw) < 0) {
        die(path);
    }
}

static void open_sources(void)
{
    struct sockaddr_nl address = { .nl_family = AF_NETLINK,
                                   .nl_groups = RTMGRP_LINK };
    sigset_t child;

    kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (kmsg < 0) {
        die("/dev/kmsg");
    }
    netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (netlink < 0 ||
        bind(netlink, (struct sockaddr *)&address, sizeof(address)) < 0) {
        die("netlink");
    }
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    children = signalfd(-1, &child, SFD_NONBLOCK | SFD_CLOEXEC);
    if (children < 0) {
        die("signalfd");
    }
}

static void greet(void)
{
    struct utsname kernel;

    read_log();
    ask_for_links();
    while (!read_links()) {
        continue;
    }
    uname(&kernel);
    send_line("HELLO %d %s\n", PROTOCOL, kernel.release);
}

/* Commands' output is last, so that what the kernel says about a command
 * comes before the command's end. poll() ignores a negative descriptor. */
static void serve(void)
{
    enum { UART, KMSG, NETLINK, CHILDREN, OUTPUT };
    struct pollfd at[OUTPUT + JOBS_MAX] = {
        [UART] = { .fd = uart, .events = POLLIN },
        [KMSG] = { .fd = kmsg, .events = POLLIN },
        [NETLINK] = { .fd = netlink, .events = POLLIN },
        [CHILDREN] = { .fd = children, .events = POLLIN },
    };

    for (size_t i = 0; i < JOBS_MAX; i++) {
        at[OUTPUT + i].fd = jobs[i].pid ? jobs[i].output : -1;
        at[OUTPUT + i].events = POLLIN;
    }
    if (poll(at, OUTPUT + JOBS_MAX, -1) < 0 && errno != EINTR) {
        die("poll");
    }
    if (at[KMSG].revents) {
        read_log();
    }
    if (at[NETLINK].revents) {
        read_links();
    }
    for (size_t i = 0; i < JOBS_MAX; i++) {
        if (at[OUTPUT + i].revents) {
            read_output(&jobs[i]);
        }
    }
    if (at[CHILDREN].revents) {
        reap_children();
    }
    if (at[UART].revents) {
        read_host();
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: hotcage-agent TTY\n");
        return 2;
    }
    open_uart(argv[1]);
    open_sources();
    greet();
    for (;;) {
        serve();
    }
}
