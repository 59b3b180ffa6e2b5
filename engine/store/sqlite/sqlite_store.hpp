// A Store in one SQLite file: what commit() said yes to is on the disk. It owns the file: a second one, in this or another process, is refused by
// a lock on FILE.lock.
//
// Threads: as every Store. Its readers have connections of their own and may be used from other threads, one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/ports/store.hpp"

namespace pawl::engine {

struct SqliteOptions {
    bool full_sync = true;  ///< false: a power cut may take the last commits (never the file's integrity); a crash of the process takes nothing
    std::int64_t maximum_pages = 0;      ///< of 4 KiB each; 0 = no bound but the disk
    int checkpoint_pages = 1000;         ///< log length after which a commit also writes the log back
    int writer_busy_milliseconds = 20;   ///< the same for commits: the pause between two tries while another process holds the file
    int reader_busy_milliseconds = 500;  ///< how long a reader waits for a lock before it says Busy
};

/// Opens or makes the file and brings its schema up to date. The message of an error says what to do.
Result<std::unique_ptr<Store>, StoreError> open_sqlite_store(const std::string& path, const SqliteOptions& options = {});

}  // namespace pawl::engine
