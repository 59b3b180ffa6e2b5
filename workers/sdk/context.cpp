#include "workers/sdk/context.hpp"

#include <algorithm>

namespace pawl::workers {

std::chrono::milliseconds Context::time_left() const {
    using std::chrono::milliseconds;
    if (deadline.is_never()) return milliseconds::max();
    const auto now = std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    return std::max(milliseconds(0), milliseconds(deadline.milliseconds) - now);
}

}  // namespace pawl::workers
