#include "cli/text/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace pawl::cli {

Result<std::string, FileError> read_file(const std::string& name) {
    struct Close {
        void operator()(std::FILE* file) const {
            if (file != stdin) std::fclose(file);
        }
    };
    errno = 0;
    const std::unique_ptr<std::FILE, Close> file(name == "-" ? stdin : std::fopen(name.c_str(), "rb"));
    if (!file) {
        const bool missing = errno == ENOENT;
        return FileError{missing, missing ? "there is no file '" + name + "'" : "cannot read '" + name + "': " + std::strerror(errno)};
    }
    std::string text;
    char buffer[1 << 16];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) text.append(buffer, got);
    if (std::ferror(file.get())) return FileError{false, "cannot read '" + name + "': " + std::strerror(errno)};
    return text;
}

}  // namespace pawl::cli
