#include "tests/source_dir.hpp"

namespace pawl {

const std::string& source_dir() {
    static const std::string path = PAWL_SOURCE_DIR;
    return path;
}

}  // namespace pawl
