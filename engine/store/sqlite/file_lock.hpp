// Says that this process owns a database: an flock on FILE.lock, held as long as this lives. The operating system gives it back when a process dies,
// however it dies.
#pragma once

#include <string>
#include <utility>

#include "engine/ports/store.hpp"

namespace pawl::engine::sqlite {

class FileLock {
  public:
    static Result<FileLock, StoreError> take(const std::string& database);
    FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

  private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace pawl::engine::sqlite
