#include "cli/serve/signals.hpp"

#include <sys/resource.h>
#include <unistd.h>
#include <csignal>
#include <initializer_list>

namespace pawl::cli {
namespace {

constexpr int failure_signal = SIGUSR1;

sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, failure_signal}) sigaddset(&set, signal);
    return set;
}

void end_now(int) {
    static constexpr char message[] = "pawl: ended before everything was put away; what was answered is safe\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    _exit(1);
}

}  // namespace

void take_signals() {
    const sigset_t set = ending_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // a peer that hangs up is an error of that connection alone
}

Ending wait_for_ending() {
    const sigset_t set = ending_signals();
    int signal = 0;
    while (sigwait(&set, &signal) != 0) {
    }
    return signal == failure_signal ? Ending::EngineFailed : Ending::Asked;
}

void end_by_failure() { kill(getpid(), failure_signal); }

void limit_shutdown(unsigned seconds) {
    struct sigaction action {};
    action.sa_handler = end_now;
    for (const int signal : {SIGALRM, SIGTERM, SIGINT}) sigaction(signal, &action, nullptr);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    alarm(seconds);
}

void raise_open_files() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace pawl::cli
