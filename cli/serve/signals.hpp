// Signals as something the main thread waits for, instead of handlers that interrupt anything anywhere.
#pragma once

namespace pawl::cli {

/// Blocks the signals that end a server, in this thread and those it starts. Before any other thread.
void take_signals();

enum class Ending { Asked, EngineFailed };

/// Waits for SIGTERM, SIGINT or SIGHUP, or for end_by_failure().
Ending wait_for_ending();

/// Wakes wait_for_ending(). From any thread.
void end_by_failure();

/// From here on the process has this long; then it ends with exit code 1. Nothing durable is lost by that. A second SIGINT or SIGTERM ends it at
/// once.
void limit_shutdown(unsigned seconds);

/// As many open files as the system allows: each connection is one.
void raise_open_files();

}  // namespace pawl::cli
