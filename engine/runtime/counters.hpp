// What a partition counts for metrics. Written by the partition's thread, readable from any.
#pragma once

#include <atomic>
#include <cstdint>

namespace pawl::engine {

template <class Count>
struct Counted {
    // since start
    Count starts{0}, closed{0}, decisions{0}, records{0}, commits{0}, commit_retries{0}, dispatches{0}, cancels{0}, stale_answers{0}, throttled{0},
        evictions{0}, loads{0}, retired{0};
    // at the moment
    Count hot_executions{0}, tasks_in_flight{0}, tasks_queued{0}, mailbox{0}, waiters{0}, set_aside{0};

    template <class Other>
    void add(const Counted<Other>& other) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = *this;
        const auto& [a2, b2, c2, d2, e2, f2, g2, h2, i2, j2, k2, l2, m2, n2, o2, p2, q2, r2, s2] = other;
        a += a2, b += b2, c += c2, d += d2, e += e2, f += f2, g += g2, h += h2, i += i2, j += j2, k += k2, l += l2, m += m2, n += n2, o += o2,
            p += p2, q += q2, r += r2, s += s2;
    }
};

using Counters = Counted<std::atomic<std::uint64_t>>;
using Totals = Counted<std::uint64_t>;  ///< of all partitions

}  // namespace pawl::engine
