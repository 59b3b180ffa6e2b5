// When an invariant of ours breaks, the execution in hand is noted in a file beside the database, so that the next start leaves that one out
// instead of crashing for ever. Deleting the file gives the execution another try.
#pragma once

#include <string>
#include <vector>

#include "engine/runtime/counters.hpp"
#include "statemachine/vocabulary/ids.hpp"

namespace pawl::cli {

std::string crash_note_path(const std::string& database);

/// The executions noted; empty when there is no file.
std::vector<ExecutionKey> read_crash_note(const std::string& database);

/// From now on a failed check is printed and noted. `counters` must live until the process ends or forget_crash_note() is called.
void write_crash_note_on_failure(const std::string& database, const engine::Counters& counters);
void forget_crash_note();

}  // namespace pawl::cli
