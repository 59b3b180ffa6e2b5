// Why a store did not do what it was asked.
#pragma once

#include <cstdint>
#include <string>

namespace pawl::engine {

struct StoreError {
    enum class Kind : std::uint8_t {
        Busy,     ///< try the same batch again
        Full,     ///< no space left: fail-stop
        Io,       ///< read or write failed: fail-stop
        Corrupt,  ///< the file is no database of ours, or damaged
        Newer,    ///< written by a newer pawl
        Locked,   ///< another process owns it
        Misuse    ///< our bug (a row id used twice, …)
    };
    Kind kind = Kind::Io;
    std::string message;  ///< what, where, why, what to do
};

}  // namespace pawl::engine
