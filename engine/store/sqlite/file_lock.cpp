#include "engine/store/sqlite/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace pawl::engine::sqlite {

Result<FileLock, StoreError> FileLock::take(const std::string& database) {
    const std::string path = database + ".lock";
    FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (lock.descriptor_ < 0) {
        return StoreError{StoreError::Kind::Io,
                          "Lock file " + path + ": " + std::strerror(errno) + ". Check that the directory exists and may be written to."};
    }
    int taken = 0;
    do {
        taken = ::flock(lock.descriptor_, LOCK_EX | LOCK_NB);
    } while (taken != 0 && errno == EINTR);
    if (taken != 0 && errno == EWOULDBLOCK) {
        char owner[24] = {};
        const ssize_t size = ::pread(lock.descriptor_, owner, sizeof owner - 1, 0);
        std::string who(owner, size > 0 ? static_cast<std::size_t>(size) : 0);
        while (!who.empty() && who.back() == '\n') who.pop_back();
        return StoreError{StoreError::Kind::Locked, "Database " + database + " is in use by another pawl" +
                                                        (who.empty() ? "" : " (process " + who + ")") +
                                                        ". Stop that one first, or give this one a database of its own with --db."};
    }
    if (taken != 0) {
        return StoreError{StoreError::Kind::Io, "Lock file " + path + ": " + std::strerror(errno) +
                                                    ". The file system must support flock; put the database on a local disk."};
    }
    // For the message above only; that it could not be written does no harm.
    const std::string mine = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock.descriptor_, 0) == 0) (void)!::pwrite(lock.descriptor_, mine.data(), mine.size(), 0);
    return lock;
}

// The file stays: deleting it would let two processes hold a lock on two files of the same name.
FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace pawl::engine::sqlite
