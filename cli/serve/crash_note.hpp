// When an invariant of ours breaks, the execution in hand is noted in a file beside the database, so that the next start leaves that one out
// instead of crashing for ever. Deleting the file gives the execution another try.
#pragma once

#include <string>
#include <vector>

#include "statemachine/vocabulary/ids.hpp"

namespace pawl::cli {

std::string crash_note_path(const std::string& database);

/// The executions noted; empty when there is no file.
std::vector<ExecutionKey> read_crash_note(const std::string& database);

/// From now on a failed check is printed, and the execution that its thread has in hand is noted.
void write_crash_note_on_failure(const std::string& database);
/// Printed only.
void forget_crash_note();

}  // namespace pawl::cli
