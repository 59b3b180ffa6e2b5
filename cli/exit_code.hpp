// The exit codes of `pawl`, a contract with scripts: their numbers never change.
#pragma once

namespace pawl::cli {

enum class ExitCode {
    Ok = 0,
    Failed = 1,  ///< the execution failed or was aborted; or something that has no code of its own went wrong
    Usage = 2,
    NotFound = 3,
    Conflict = 4,
    InvalidDefinition = 5,
    Unreachable = 7,
    TimedOut = 8  ///< the execution timed out, or --timeout ran out before it ended
};

}  // namespace pawl::cli
